using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using BootService.Protocols.Net;
using BootService.Storage;
using BootService.Storage.Postgres;

namespace BootService.Appliances;

/// <summary>
/// Opens the database that the settings name. Nothing of PostgreSQL is loaded where they name none: it would cost the daemon 19 MB for as long as it runs.
/// </summary>
internal static class Databases
{
    /// <summary>Opens it.</summary>
    /// <param name="settings">Which.</param>
    /// <param name="directory">The data directory.</param>
    /// <param name="here">Who this frontend is.</param>
    /// <param name="address">The address it serves at.</param>
    /// <param name="mayBeNew">Whether a new file may be made beside what an earlier daemon left in the data directory.</param>
    /// <exception cref="StorageException">It cannot be used.</exception>
    public static BootDatabase Open(DatabaseSettings settings, string directory, FrontendIdentity here, Ipv4 address, bool mayBeNew) =>
        settings.Connection is { } connection
            ? OpenServer(connection, settings.PasswordFile, directory, here, address)
            : BootDatabase.Open(directory, mayBeNew);

    /// <summary>Tries a start on it and changes nothing.</summary>
    /// <exception cref="StorageException">A start would end with this sentence.</exception>
    public static Task<DatabaseOutlook> TryAsync(DatabaseSettings settings, string directory, CancellationToken cancel) =>
        settings.Connection is { } connection ? TryServerAsync(connection, settings.PasswordFile, cancel) : DatabaseTrial.RunAsync(directory, cancel);

    // Not inlined, and with no type of PostgreSQL's to be seen from outside: whoever runs into these has the provider loaded.
    [MethodImpl(MethodImplOptions.NoInlining)]
    [SuppressMessage("Performance", "CA1859", Justification = "The caller would load what it returns.")]
    private static BootDatabase OpenServer(string connection, string? passwordFile, string directory, FrontendIdentity here, Ipv4 address) =>
        PostgresDatabase.Open(
            AddressOf(connection, passwordFile), directory, new FrontendOfDatabase(here.Name, address.ToString(), here.Program, here.Started), here.IsAlone);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<DatabaseOutlook> TryServerAsync(string connection, string? passwordFile, CancellationToken cancel) =>
        PostgresTrial.RunAsync(AddressOf(connection, passwordFile), cancel);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static PostgresAddress AddressOf(string connection, string? passwordFile) =>
        PostgresAddress.Parse(connection, () => passwordFile is null ? null : PasswordFile.Read(passwordFile), "Database:Connection");
}
