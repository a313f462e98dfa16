using System.Collections.Immutable;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Stored;
using BootService.Storage.Sql;

namespace BootService.Storage.Stores;

/// <summary>The install attempts of hosts, those before the newest too.</summary>
internal static class KeptAttempts
{
    private static readonly string OfHost = $"{TableText.All(InstallTables.Attempts)} WHERE host = $1 ORDER BY id DESC LIMIT $2";

    /// <summary>Those of one host, the newest first.</summary>
    public static Task<ImmutableArray<InstallAttempt>> ListAttemptsAsync(this Engine engine, HostName host, int most, CancellationToken cancel) => Task.Run(
        () => engine.Read(connection => connection.Ask(
            engine.Dialect, OfHost, InstallTables.Attempts, InstallTables.Attempts.Reader(), host.ToString(), (long)most).ToImmutableArray()),
        cancel);
}
