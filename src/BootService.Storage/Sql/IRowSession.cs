using BootService.Core;

namespace BootService.Storage.Sql;

/// <summary>Where rows are written, inside a transaction that somebody else began and ends.</summary>
internal interface IRowSession
{
    /// <summary>
    /// Runs statements in their order. A database that is asked over a network gets all of them at a time, and may be at them still when this returns.
    /// </summary>
    /// <exception cref="RefusedException">A row that must be written was not, of these or of earlier ones.</exception>
    void Run(IReadOnlyList<QueuedRow> rows);

    /// <summary>Waits until all that was run is done.</summary>
    /// <inheritdoc cref="Run" path="/exception"/>
    void Finish();

    /// <summary>Runs a statement for one number; null when there is no row, or nothing in it.</summary>
    long? Ask(Statement statement);
}
