"use client";

import { Command } from "cmdk";
import {
  Building2,
  FileSearch,
  Keyboard,
  LogOut,
  Plug,
  Plus,
  Rows3,
  SunMoon,
  TableProperties,
  UserPlus,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { Content, Portal, Root, Title } from "radix-ui/dialog";
import { type ReactNode, useState } from "react";
import type { SeekView } from "@/lib/services/search/seek-anything";
import { placesFor } from "../keys/places";
import { setTheme, THEMES, type Theme } from "../theme";
import { KeyCap } from "../ui/key-cap";
import { useFocusBefore } from "../ui/use-focus-before";
import { useFirstPicked } from "./use-first-picked";
import { useSought } from "./use-sought";

export interface PaletteProps {
  readonly org: string;
  readonly seesRegistries: boolean;
  readonly mayMakeRegistry: boolean;
  readonly mayConnect: boolean;
  readonly mayInvite: boolean;
  readonly organizations: readonly { readonly id: string; readonly name: string }[];
  /** Registries by name and rows by key, a few of each. */
  readonly seek: (org: string, text: string) => Promise<SeekView>;
  readonly keepTheme: (theme: Theme) => Promise<void>;
  readonly signOut: () => Promise<void>;
  readonly close: () => void;
  readonly showKeys: () => void;
}

/** Keys by which a person picks a line of the list. */
const MOVES: ReadonlySet<string> = new Set(["ArrowDown", "ArrowUp"]);

/** Everything by its name: screens, registries, rows by key, and what can be done. */
export function Palette(props: PaletteProps) {
  const {
    org,
    seesRegistries,
    mayMakeRegistry,
    mayConnect,
    mayInvite,
    organizations,
    seek,
    keepTheme,
    signOut,
    close,
    showKeys,
  } = props;
  const router = useRouter();
  const [text, setText] = useState("");
  const { found, isSeeking } = useSought(org, seesRegistries ? text : "", seek);
  const { list, picked, pick, move } = useFirstPicked(text, found);
  const focusBefore = useFocusBefore();
  const base = `/${org}`;
  const go = (href: string) => {
    close();
    router.push(href);
  };
  const key = text.trim();
  return (
    <Root open onOpenChange={(isOpen) => !isOpen && close()}>
      <Portal>
        <div className="over-page animate-fade bg-veil" />
        <Content
          aria-describedby={undefined}
          onCloseAutoFocus={focusBefore}
          className="fixed inset-x-4 top-[12dvh] z-50 mx-auto max-w-xl animate-rise overflow-hidden rounded-dialog bg-raised text-ink shadow-float outline-none"
        >
          <Title className="sr-only">Go to anything, do anything</Title>
          <Command
            label="Commands"
            loop
            value={picked}
            onValueChange={pick}
            onKeyDown={({ key: pressed }) => MOVES.has(pressed) && move()}
          >
            <Command.Input
              value={text}
              onValueChange={setText}
              placeholder={seesRegistries ? "A screen, a registry, a row's key…" : "A screen…"}
              className="w-full border-b bg-transparent px-5 py-3.5 text-lead outline-none placeholder:text-ink-faint"
            />
            <Command.List
              ref={list}
              onPointerMove={move}
              className="max-h-[min(26rem,60dvh)] overflow-y-auto p-2"
              aria-busy={isSeeking}
            >
              <Command.Empty className="px-3 py-6 text-center text-ink-soft">
                {isSeeking ? "Looking…" : `Nothing is called “${key}”.`}
              </Command.Empty>
              {found.rows.length > 0 && (
                <Group heading="Rows">
                  {found.rows.map(({ id, key: parts, registry }) => (
                    <Line
                      key={id}
                      value={`row ${id} ${parts.join(" ")}`}
                      icon={Rows3}
                      end={registry.name}
                      choose={() => go(`${base}/registries/${registry.id}/rows/${id}`)}
                    >
                      {parts.join(", ")}
                    </Line>
                  ))}
                </Group>
              )}
              {found.registries.length > 0 && (
                <Group heading="Registries">
                  {found.registries.map(({ id, name }) => (
                    <Line
                      key={id}
                      value={`registry ${id} ${name}`}
                      icon={TableProperties}
                      choose={() => go(`${base}/registries/${id}`)}
                    >
                      {name}
                    </Line>
                  ))}
                </Group>
              )}
              <Group heading="Go to">
                {placesFor(seesRegistries).map(({ word, path, letter, also }) => (
                  <Line
                    key={word}
                    value={`go to ${word}`}
                    also={also}
                    end={
                      <>
                        <KeyCap>G</KeyCap> <KeyCap>{letter.toUpperCase()}</KeyCap>
                      </>
                    }
                    choose={() => go(`${base}${path}`)}
                  >
                    {word}
                  </Line>
                ))}
              </Group>
              <Group heading="Do">
                {mayMakeRegistry && (
                  <Line
                    value="new registry"
                    icon={Plus}
                    end={<KeyCap>N</KeyCap>}
                    choose={() => go(`${base}/registries/new`)}
                  >
                    New registry
                  </Line>
                )}
                {mayConnect && (
                  <Line value="connect a system" icon={Plug} choose={() => go(`${base}/connections`)}>
                    Connect a system
                  </Line>
                )}
                {mayInvite && (
                  <Line value="invite people" icon={UserPlus} choose={() => go(`${base}/settings/members`)}>
                    Invite people
                  </Line>
                )}
                <Line value="keys shortcuts help" icon={Keyboard} end={<KeyCap>?</KeyCap>} choose={showKeys}>
                  Show the keys
                </Line>
                {THEMES.map(({ theme, word }) => (
                  <Line
                    key={theme}
                    value={`theme ${word}`}
                    icon={SunMoon}
                    choose={() => {
                      close();
                      setTheme(theme);
                      void keepTheme(theme);
                    }}
                  >
                    {`Theme: ${word}`}
                  </Line>
                ))}
                {organizations
                  .filter(({ id }) => id !== org)
                  .map(({ id, name }) => (
                    <Line
                      key={id}
                      value={`organization ${id} ${name}`}
                      icon={Building2}
                      choose={() => go(`/${id}`)}
                    >
                      {`Switch to ${name}`}
                    </Line>
                  ))}
                <Line value="sign out" also={["Log out"]} icon={LogOut} choose={() => void signOut()}>
                  Sign out
                </Line>
              </Group>
              {seesRegistries && key !== "" && (
                <Command.Item
                  forceMount
                  value={`audit ${key}`}
                  onSelect={() => go(`${base}/audit?key=${encodeURIComponent(key)}`)}
                  className="picked-line mt-1"
                >
                  <FileSearch size={15} aria-hidden className="shrink-0 text-ink-faint" />
                  What happened to “{key}”? Search the audit
                </Command.Item>
              )}
            </Command.List>
          </Command>
        </Content>
      </Portal>
    </Root>
  );
}

const Group = ({ heading, children }: { readonly heading: string; readonly children: ReactNode }) => (
  <Command.Group
    heading={heading}
    className="mb-1 [&>[cmdk-group-heading]]:px-2.5 [&>[cmdk-group-heading]]:py-1 [&>[cmdk-group-heading]]:text-small [&>[cmdk-group-heading]]:text-ink-faint"
  >
    {children}
  </Command.Group>
);

interface LineProps {
  readonly value: string;
  /** Words that it is found by besides. */
  readonly also?: readonly string[] | undefined;
  readonly icon?: typeof Plus;
  readonly end?: ReactNode;
  readonly choose: () => void;
  readonly children: ReactNode;
}

function Line({ value, also = [], icon: Icon, end, choose, children }: LineProps) {
  return (
    <Command.Item value={value} keywords={[...also]} onSelect={choose} className="picked-line">
      {Icon && <Icon size={15} aria-hidden className="shrink-0 text-ink-faint" />}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {end && <span className="flex shrink-0 items-center gap-1 text-small text-ink-faint">{end}</span>}
    </Command.Item>
  );
}
