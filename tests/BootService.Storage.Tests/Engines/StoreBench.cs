using BootService.Storage.Postgres;
using BootService.Storage.Sql;
using Xunit;

namespace BootService.Storage.Tests.Engines;

/// <summary>A new database of either kind, open.</summary>
/// <param name="postgres">The server; null for SQLite.</param>
public abstract class StoreBench(PostgresFixture? postgres) : IAsyncLifetime
{
    private readonly List<TemporaryFolder> _folders = [];
    private string? _name;

    /// <summary>The database.</summary>
    private protected BootDatabase Database { get; private set; } = null!;

    /// <summary>How it is written.</summary>
    private protected Engine Engine => Database.Engine;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _folders.Add(new TemporaryFolder());
        _name = postgres is null ? null : await postgres.Server.NewDatabaseAsync();
        Database = Open(_folders[0].Path);
    }

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        Database.Dispose();
        _folders.ForEach(folder => folder.Dispose());
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens what another machine would find: SQLite's files as they are now, not closed; or the same database of the server.</summary>
    private protected BootDatabase OpenElsewhere()
    {
        _folders.Add(postgres is null ? _folders[0].AfterPowerLoss() : new TemporaryFolder());
        return Open(_folders[^1].Path);
    }

    /// <summary>Closes it and opens it again.</summary>
    private protected void Reopen(Action? meanwhile = null)
    {
        Database.Dispose();
        meanwhile?.Invoke();
        Database = Open(_folders[0].Path);
    }

    /// <summary>Does something that no version of ours does.</summary>
    private protected Task RunAsync(string sql) => Engine.WriteAsync(session => session.Run([new QueuedRow(new Statement(sql), [])]), Cancel);

    private BootDatabase Open(string folder) => postgres is null || _name is null
        ? BootDatabase.Open(folder)
        : PostgresDatabase.Open(PostgresFixture.AddressOf(postgres.Server, _name), folder, PostgresFixture.Named(folder));
}
