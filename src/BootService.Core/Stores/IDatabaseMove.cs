namespace BootService.Core.Stores;

/// <summary>A copy of everything stored in another database, which a frontend may use from now on.</summary>
/// <param name="Place">The other database, as sentences name it.</param>
/// <param name="Rows">How many rows each table has in it.</param>
/// <param name="Disarmed">How many hosts were set to install, and are not in the copy.</param>
public sealed record DatabaseMoved(string Place, IReadOnlyList<(string Table, long Rows)> Rows, long Disarmed);

/// <summary>Moves a frontend from one kind of database to the other.</summary>
public interface IDatabaseMove
{
    /// <summary>Copies everything stored, as it is at one moment, into an empty database.</summary>
    /// <remarks>
    /// Who is set to install now may have installed before the copy is used: nothing of an older state may wipe a disk, so hosts boot theirs in the copy.
    /// </remarks>
    /// <param name="to">The full path of a file that is not there yet, or a connection string of PostgreSQL.</param>
    /// <param name="password">The password of that database; null for the one of the settings, if any.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="RefusedException">It cannot be reached or written, or is not empty; it is as it was.</exception>
    Task<DatabaseMoved> MoveAsync(string to, string? password, CancellationToken cancel);
}
