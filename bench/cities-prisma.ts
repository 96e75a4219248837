import { pathToFileURL } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { type City, largestCities } from "../scripts/demo/real-data";
import { timed } from "./cities/timing";
import { answerPart } from "./part";

export interface PrismaInput {
  readonly ownerUrl: string;
  /** The client generated from bench/prisma/schema.prisma. */
  readonly client: string;
  readonly rows: number;
}

export interface PrismaReport {
  readonly createSeconds: number;
  readonly updateSeconds: number;
}

/** What of the generated client is used. */
interface CityClient {
  readonly city: {
    upsert(ask: { where: { cityId: bigint }; create: object; update: object }): Promise<unknown>;
  };
  $disconnect(): Promise<void>;
}

type ClientModule = { PrismaClient: new (options: { adapter: PrismaPg }) => CityClient };

const WARM_UP = 50;

/** The same rows written as code without a sync engine writes them: one upsert after the other. */
await answerPart(async ({ ownerUrl, client, rows }: PrismaInput): Promise<PrismaReport> => {
  const { PrismaClient } = (await import(pathToFileURL(client).href)) as ClientModule;
  const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: ownerUrl }) });
  const cities = largestCities(rows + WARM_UP);
  await upsertAll(prisma, cities.slice(rows));
  const measured = cities.slice(0, rows);
  const create = await timed(() => upsertAll(prisma, measured));
  const changed = measured.map((city) => ({
    ...city,
    name: `${city.name} (2)`,
    population: city.population + 1,
  }));
  const update = await timed(() => upsertAll(prisma, changed));
  await prisma.$disconnect();
  return { createSeconds: create.seconds / rows, updateSeconds: update.seconds / rows };
});

async function upsertAll(prisma: CityClient, cities: readonly City[]): Promise<void> {
  for (const { cityId, population, ...rest } of cities) {
    const values = { ...rest, population: BigInt(population) };
    const id = BigInt(cityId);
    await prisma.city.upsert({ where: { cityId: id }, create: { cityId: id, ...values }, update: values });
  }
}
