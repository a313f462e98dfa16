using BootService.Core;

namespace BootService.Storage.Sql;

/// <summary>Where rows are written, inside a transaction that somebody else began and ends.</summary>
internal interface IRowSession
{
    /// <summary>Runs statements in their order. A database that is asked over a network gets all of them at a time.</summary>
    /// <exception cref="RefusedException">A row that must be written was not.</exception>
    void Run(IReadOnlyList<QueuedRow> rows);

    /// <summary>Runs a statement for one number; null when there is no row, or nothing in it.</summary>
    long? Ask(Statement statement);
}
