/** What a spreadsheet's locale changes in reading and showing values. */
export interface LocaleRules {
  readonly name: string;
  readonly decimal: string;
  readonly thousands: string;
  /** Order of a numeric date's parts when the year does not come first. */
  readonly dateOrder: "mdy" | "dmy";
  readonly dateSeparators: string;
  readonly months: readonly string[];
  readonly days: readonly string[];
  readonly yes: string;
  readonly no: string;
  readonly patterns: Readonly<Record<string, string>>;
}

const EN_US: LocaleRules = {
  name: "en_US",
  decimal: ".",
  thousands: ",",
  dateOrder: "mdy",
  dateSeparators: "/-",
  months: [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
  ],
  days: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
  yes: "TRUE",
  no: "FALSE",
  patterns: {
    NUMBER: "#,##0.00",
    PERCENT: "0.00%",
    CURRENCY: '"$"#,##0.00',
    DATE: "M/d/yyyy",
    TIME: "h:mm:ss AM/PM",
    DATE_TIME: "M/d/yyyy H:mm:ss",
    SCIENTIFIC: "0.00E+00",
  },
};

const EN_GB: LocaleRules = {
  ...EN_US,
  name: "en_GB",
  dateOrder: "dmy",
  patterns: {
    ...EN_US.patterns,
    CURRENCY: '"£"#,##0.00',
    DATE: "dd/MM/yyyy",
    TIME: "HH:mm:ss",
    DATE_TIME: "dd/MM/yyyy HH:mm:ss",
  },
};

const DE_DE: LocaleRules = {
  name: "de_DE",
  decimal: ",",
  thousands: ".",
  dateOrder: "dmy",
  dateSeparators: ".",
  months: [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
  ],
  days: ["Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"],
  yes: "WAHR",
  no: "FALSCH",
  patterns: {
    NUMBER: "#,##0.00",
    PERCENT: "0.00%",
    CURRENCY: '#,##0.00 "€"',
    DATE: "dd.MM.yyyy",
    TIME: "HH:mm:ss",
    DATE_TIME: "dd.MM.yyyy HH:mm:ss",
    SCIENTIFIC: "0.00E+00",
  },
};

const FR_FR: LocaleRules = {
  name: "fr_FR",
  decimal: ",",
  // The narrow space that never breaks a line; typed, any space will do.
  thousands: "\u202f",
  dateOrder: "dmy",
  dateSeparators: "/.-",
  months: [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
  ],
  days: ["dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"],
  yes: "VRAI",
  no: "FAUX",
  patterns: {
    NUMBER: "#,##0.00",
    PERCENT: "0.00%",
    CURRENCY: '#,##0.00 "€"',
    DATE: "dd/MM/yyyy",
    TIME: "HH:mm:ss",
    DATE_TIME: "dd/MM/yyyy HH:mm:ss",
    SCIENTIFIC: "0.00E+00",
  },
};

const KNOWN: ReadonlyMap<string, LocaleRules> = new Map(
  [EN_US, EN_GB, DE_DE, FR_FR].map((rules) => [rules.name, rules]),
);

export const LOCALES: readonly string[] = [...KNOWN.keys()];

export const localeRules = (locale: string): LocaleRules => KNOWN.get(locale) ?? EN_US;
