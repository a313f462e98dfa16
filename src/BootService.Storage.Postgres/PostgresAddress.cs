using Npgsql;

namespace BootService.Storage.Postgres;

/// <summary>Where a database of PostgreSQL is, and how one gets in: a connection string without a password, and what tells the password.</summary>
public sealed class PostgresAddress
{
    private readonly Func<string?> _password;

    private PostgresAddress(NpgsqlConnectionStringBuilder way, Func<string?> password)
    {
        (Way, _password) = (way, password);
        var servers = string.Join(
            " or ", (way.Host ?? string.Empty).Split(',')
                .Select(host => host.StartsWith('/') || host.Contains(':', StringComparison.Ordinal) ? host : $"{host}:{way.Port}"));
        Place = $"{way.Database} on {servers}";
    }

    /// <summary>The database as sentences name it, such as <c>bootservice on db1:5432</c>.</summary>
    public string Place { get; }

    /// <summary>How it is reached.</summary>
    internal NpgsqlConnectionStringBuilder Way { get; }

    /// <summary>The password, asked for at each new connection, so that it can be changed while the daemon runs; null for none.</summary>
    internal string? Password() => _password();

    /// <summary>Reads a connection string.</summary>
    /// <param name="text">The string, such as <c>Host=db1,db2;Database=bootservice;Username=bootservice</c>.</param>
    /// <param name="password">Tells the password; null for none.</param>
    /// <param name="key">What the string is called where it was written.</param>
    /// <exception cref="StorageException">It is none, or holds a password.</exception>
    public static PostgresAddress Parse(string text, Func<string?> password, string key)
    {
        NpgsqlConnectionStringBuilder way;
        try
        {
            way = new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException or OverflowException)
        {
            // What the fault says may repeat what was written, and that may be a password.
            throw new StorageException($"{key} is no connection string of PostgreSQL: write it like Host=db1;Database=bootservice;Username=bootservice", fault);
        }

        if (way.Password is { Length: > 0 } || way.SslPassword is { Length: > 0 })
        {
            throw new StorageException(
                $"{key} holds a password, which lists of processes and settings would show: write it into a file that only bootservice can read, and name "
                    + "that file");
        }

        if (string.IsNullOrEmpty(way.Host))
        {
            throw new StorageException($"{key} names no server: add Host=, the name of a machine or the folder of a socket such as /run/postgresql");
        }

        way.Database ??= "bootservice";
        way.Username ??= way.Database;
        return new PostgresAddress(way, password);
    }
}
