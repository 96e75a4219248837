import { type Cell, type ExtendedValue, errorText } from "./cell-value";
import type { Calculator } from "./formula";
import { type Book, cellAt, type Tab } from "./grid";
import { type LocaleRules, localeRules } from "./locale";
import { formatNumber, isDateFormat } from "./number-format";

export type ValueRender = "FORMATTED_VALUE" | "UNFORMATTED_VALUE" | "FORMULA";
export type DateRender = "SERIAL_NUMBER" | "FORMATTED_STRING";

/** The text a cell shows. */
export function shownText(value: ExtendedValue, cell: Cell | undefined, rules: LocaleRules): string {
  if (value.stringValue !== undefined) return value.stringValue;
  if (value.boolValue !== undefined) return value.boolValue ? rules.yes : rules.no;
  if (value.numberValue !== undefined)
    return formatNumber(value.numberValue, cell?.userEnteredFormat?.numberFormat, rules);
  return errorText(value.errorValue?.type ?? "ERROR");
}

/** One cell as `values.*` answers it; "" where there is nothing. */
export class Renderer {
  private readonly rules: LocaleRules;

  constructor(
    book: Book,
    private readonly calculator: Calculator,
    private readonly how: { readonly value: ValueRender; readonly date: DateRender },
  ) {
    this.rules = localeRules(book.locale);
  }

  at(tab: Tab, row: number, column: number): string | number | boolean {
    const cell = cellAt(tab, row, column);
    const entered = cell?.userEnteredValue;
    if (this.how.value === "FORMULA" && entered?.formulaValue !== undefined) return entered.formulaValue;
    const value = this.calculator.effective(tab, row, column);
    if (value === undefined) return "";
    if (this.how.value === "FORMATTED_VALUE") return shownText(value, cell, this.rules);
    if (value.numberValue !== undefined) {
      const asText =
        this.how.date === "FORMATTED_STRING" && isDateFormat(cell?.userEnteredFormat?.numberFormat);
      return asText ? shownText(value, cell, this.rules) : value.numberValue;
    }
    return value.boolValue ?? value.stringValue ?? shownText(value, cell, this.rules);
  }
}
