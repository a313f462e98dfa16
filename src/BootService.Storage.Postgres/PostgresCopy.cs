using BootService.Core.Stores;
using BootService.Storage.Sql;

namespace BootService.Storage.Postgres;

/// <summary>Copies of the database as a file of SQLite, which any frontend can be restored from, with a server or without.</summary>
internal sealed class PostgresCopy(PostgresEngine engine, string folder) : IBackup
{
    private readonly DatabaseCopy _copies = new(
        folder, draft => engine.Read(connection => SqliteFile.Make(draft, session => TableCopy.Run(connection, engine.Dialect, session))));

    public Task<BackupMade> BackupAsync(string? path, DateTimeOffset now, CancellationToken cancel) => _copies.BackupAsync(path, now, cancel);
}
