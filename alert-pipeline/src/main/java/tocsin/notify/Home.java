package tocsin.notify;

/// Who sends couriers out.
interface Home {
    /// A courier is done, one way or another.
    void ended(Courier courier, Outcome outcome);

    /// It could not tell for so long that another receiver shall be told.
    void overdue(Courier courier);
}
