import { runStoreContract } from "../../run-store.test-kit";
import { openMemoryHarness } from "../run-store-kit/memory-harness";

runStoreContract("memory", () => openMemoryHarness());
