using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace BootService.Storage.Postgres;

/// <summary>What PostgreSQL reports, or the network before it, as a sentence with a remedy.</summary>
/// <remarks>Codes: postgresql.org/docs/current/errcodes-appendix.html.</remarks>
internal static class PostgresFault
{
    private const string LockNotAvailable = "55P03";
    private const string CannotConnectNow = "57P03";

    /// <summary>Whether the connection is gone, or never came about, for a reason that may pass: the same may be tried again on another.</summary>
    public static bool IsOfConnection(Exception fault) => fault switch
    {
        // 08 connection, 57P0x the server ends or starts or ended an idle transaction, 25P03 and 25006 it became a standby meanwhile.
        PostgresException { SqlState: ['0', '8', ..] or ['5', '7', 'P', ..] or "25P03" or "25006" } => true,
        PostgresException => false,
        NpgsqlException or SocketException or IOException or TimeoutException or ObjectDisposedException => true,
        _ => false,
    };

    /// <summary>Whether somebody else has what was waited for.</summary>
    public static bool IsOfWaiting(Exception fault) => fault is PostgresException { SqlState: LockNotAvailable };

    public static StorageException Of(PostgresAddress address, Exception fault) => Ours(fault) ?? new(Sentence(address, fault), fault);

    /// <summary>What is said of a database that takes no changes.</summary>
    public static string TakesNone(PostgresAddress address) =>
        $"the database {address.Place} takes no changes, as a standby does: name the primary, or all servers with commas between, in Database:Connection";

    /// <summary>The sentence, without a full stop and without a value or a password in it.</summary>
    public static string Sentence(PostgresAddress address, Exception fault)
    {
        var database = $"the database {address.Place}";
        var user = address.Way.Username;
        return fault switch
        {
            _ when Ours(fault) is { } ours => ours.Message,
            PostgresException { SqlState: ['2', '8', ..] } =>
                $"{database} does not let user {user} in: write the user's password into the file that Database:PasswordFile names, and look at pg_hba.conf of "
                    + "the server",
            PostgresException { SqlState: "3D000" } =>
                $"there is no {database[4..]}: make it with \"createdb --owner={user} {address.Way.Database}\" on the server",
            PostgresException { SqlState: "42501" } =>
                $"{database} does not let user {user} make or write tables: make that user its owner (\"ALTER DATABASE {address.Way.Database} OWNER TO "
                    + $"{user}\")",
            PostgresException { SqlState: "25006" } => TakesNone(address),
            PostgresException { SqlState: "08P01" } other =>
                $"what answers for {database[4..]} does not take what a server does ({other.MessageText.TrimEnd('.')}): name the server itself, and no pooler "
                    + "in front of it, in Database:Connection",
            PostgresException { SqlState: "53100" } => $"{database} cannot be written: no space left on the server's disk, so make room there",
            PostgresException { SqlState: "53300" } => $"{database} has no connection left: raise max_connections of the server",
            PostgresException { SqlState: CannotConnectNow } => $"{database} is being started or stopped: try again when it runs",
            PostgresException { SqlState: LockNotAvailable } => $"{database} is being written by another for too long: try again",
            PostgresException other => $"{database} refuses to work: {other.MessageText.TrimEnd('.')} ({other.SqlState})",
            NpgsqlException { InnerException: System.Security.Authentication.AuthenticationException } =>
                $"{database} is reached by no TLS that both sides trust: see SSL Mode and Root Certificate of Database:Connection",
            // Nothing below the provider failed: it complains itself, as where a password is asked for and there is none.
            NpgsqlException { InnerException: null } =>
                $"{database} cannot be used ({Why(fault)}): look at Database:Connection, and at the file that Database:PasswordFile names",
            DbException or SocketException or IOException or TimeoutException or InvalidOperationException =>
                $"{database} cannot be reached ({Why(fault)}): start its server, or say in Database:Connection where it is",
            _ => $"{database} cannot be used ({fault.Message.ReplaceLineEndings(" ").TrimEnd('.')})",
        };
    }

    // What tells the password is ours, and the provider wraps what it throws.
    private static StorageException? Ours(Exception? fault) => fault is null ? null : fault as StorageException ?? Ours(fault.InnerException);

    private static string Why(Exception fault)
    {
        var first = fault;
        while (first.InnerException is { } inner)
        {
            first = inner;
        }

        return first is SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData }
            ? "no address is known for its name"
            : first is SocketException or TimeoutException or IOException
            ? first.Message.ReplaceLineEndings(" ").TrimEnd('.')
            : fault.Message.ReplaceLineEndings(" ").TrimEnd('.');
    }
}
