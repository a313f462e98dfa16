using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace BootService.Storage;

/// <summary>Reads beside the writer: each question has a connection of its own from a pool, and a write-ahead log lets them go on while something is written.</summary>
internal sealed class ReadConnections : IDisposable
{
    private readonly string _file;
    private readonly string _how;
    private readonly DbContextOptions<BootDb> _options;

    public ReadConnections(string file)
    {
        _file = file;
        _how = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, DefaultTimeout = 5 }.ToString();
        _options = new DbContextOptionsBuilder<BootDb>()
            .UseSqlite(_how, sqlite => sqlite.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter))
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            .Options;
    }

    /// <exception cref="StorageException">The file cannot be read, or holds what no version of ours writes.</exception>
    public async Task<T> ReadAsync<T>(Func<BootDb, Task<T>> question)
    {
        try
        {
            await using var db = new BootDb(_options);
            return await question(db);
        }
        catch (SqliteException fault)
        {
            throw SqliteFault.Of(_file, fault);
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or JsonException)
        {
            throw SqliteFault.Damaged(_file, fault.Message.TrimEnd('.'), fault);
        }
    }

    public void Dispose()
    {
        using var any = new SqliteConnection(_how);
        SqliteConnection.ClearPool(any);
    }
}
