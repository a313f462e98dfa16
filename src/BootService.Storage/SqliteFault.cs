using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace BootService.Storage;

/// <summary>What SQLite reports, as a sentence with a remedy.</summary>
/// <remarks>Result codes: sqlite.org/rescode.html.</remarks>
internal static class SqliteFault
{
    private const int Error = 1;
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int Constraint = 19;
    private const int NotADatabase = 26;

    /// <summary>Whether a rule of the schema forbids what was asked, rather than the disk.</summary>
    public static bool IsConstraint(DbException fault) => fault is SqliteException { SqliteErrorCode: Constraint };

    /// <summary>Whether there is no room for the index of the write-ahead log, which is kept in a file of its own.</summary>
    /// <remarks>SQLITE_IOERR_SHMSIZE, SQLITE_IOERR_SHMMAP.</remarks>
    public static bool IsIndexRefused(SqliteException fault) => fault.SqliteExtendedErrorCode is (19 << 8 | InputOutput) or (21 << 8 | InputOutput);

    /// <summary>Whether it is about what is written: of two files the one that a copy is written into.</summary>
    /// <remarks>SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC, SQLITE_IOERR_TRUNCATE.</remarks>
    public static bool IsOfWriting(SqliteException fault) => fault.SqliteErrorCode is Full or ReadOnly or CannotOpen
        || fault.SqliteExtendedErrorCode is (3 << 8 | InputOutput) or (4 << 8 | InputOutput) or (6 << 8 | InputOutput);

    public static StorageException Of(string file, SqliteException fault) => fault.SqliteErrorCode switch
    {
        Corrupt => Damaged(file, "its pages do not fit together", fault),
        NotADatabase => NoDatabase(file, fault),
        Error when Lacking(fault.Message) is { } lacking => Damaged(file, lacking, fault),
        _ => new StorageException(Sentence(file, fault), fault),
    };

    public static StorageException Damaged(string file, string what, Exception? cause = null) =>
        new($"the database {file} is damaged ({what}): move it aside and put the newest copy in its place, or start without one", cause)
        {
            OfCopy = $"is damaged ({what}): take another copy",
        };

    /// <summary>What does not begin like a database may be one that somebody packed.</summary>
    private static StorageException NoDatabase(string file, Exception cause) => new(Damaged(file, "it does not begin like a database").Message, cause)
    {
        OfCopy = "does not begin like a database: unpack it where it is packed, or take another copy",
    };

    private static string Sentence(string file, SqliteException fault) => fault.SqliteErrorCode switch
    {
        Full => $"the database {file} cannot be written: no space left on its disk, so make room there",
        ReadOnly => $"the database {file} cannot be written: the file, its folder or its disk is read-only for this user; give bootservice write access",
        CannotOpen => $"the database {file} cannot be opened: let bootservice own the file and its folder",
        Busy or Locked => $"the database {file} is held by another program (fuser {file} names it): end it",
        InputOutput =>
            $"the database {file} cannot be read or written: the disk reports an error (SQLite {fault.SqliteExtendedErrorCode}); see the kernel's log for "
                + "the disk",
        _ => $"the database {file} refuses to work: {fault.Message}",
    };

    /// <summary>A table or a column that a database of this version has, and this one has not: <c>no such table: hosts</c>.</summary>
    private static string? Lacking(string message) =>
        message.IndexOf("no such ", StringComparison.Ordinal) is var start and >= 0 ? message[start..].TrimEnd('.', '\'') : null;
}
