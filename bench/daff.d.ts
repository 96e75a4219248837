declare module "daff" {
  type Table = (string | number)[][];
  interface TableView {
    readonly height: number;
  }
  interface Merger {
    /** Answers the number of conflicting cells. */
    apply(): number;
  }
  const daff: {
    readonly TableView: new (table: Table) => TableView;
    readonly CompareFlags: new () => object;
    /** Merges the changes from `parent` to `remote` into `local`, in place. */
    readonly Merger: new (
      parent: TableView,
      local: TableView,
      remote: TableView,
      flags: object,
    ) => Merger;
  };
  export default daff;
}
