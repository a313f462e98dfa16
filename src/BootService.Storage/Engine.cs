using System.Data.Common;
using BootService.Core.Stored;
using BootService.Storage.Sql;

namespace BootService.Storage;

/// <summary>How an open database is read and written, whichever it is.</summary>
internal abstract class Engine
{
    /// <summary>What is spoken there.</summary>
    public abstract Dialect Dialect { get; }

    /// <summary>How many rows are kept of what would grow without end.</summary>
    public KeptRows Kept { get; set; } = KeptRows.Usual;

    /// <summary>Asks something, all of it of one moment.</summary>
    /// <exception cref="StorageException">It cannot be read, or holds what no version of ours writes.</exception>
    public abstract T Read<T>(Func<DbConnection, T> question);

    /// <summary>Does the work in one transaction. When it returns, all of it is on disk; when it throws, none of it is.</summary>
    /// <exception cref="StorageException">The disk, the file or the server does not allow it.</exception>
    public abstract Task WriteAsync(Action<IRowSession> work, CancellationToken cancel);
}

/// <summary>SQLite: one connection that writes, and as many that read as there are questions.</summary>
internal sealed class SqliteEngine(WriteConnection writer, ReadConnections readers) : Engine
{
    public override Dialect Dialect => SqliteDialect.Instance;

    public override T Read<T>(Func<DbConnection, T> question) => readers.Read(question);

    public override Task WriteAsync(Action<IRowSession> work, CancellationToken cancel) => writer.WriteAsync(work, cancel);
}
