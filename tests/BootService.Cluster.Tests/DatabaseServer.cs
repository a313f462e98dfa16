using BootService.Lab.Databases;
using Xunit;

[assembly: AssemblyFixture(typeof(BootService.Cluster.Tests.DatabaseServer))]

namespace BootService.Cluster.Tests;

/// <summary>One server of PostgreSQL for all tests of the assembly that leave it running.</summary>
public sealed class DatabaseServer : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>The settings of a daemon that keeps everything in a database.</summary>
    /// <param name="server">The server.</param>
    /// <param name="database">The database's name.</param>
    /// <param name="line">The way that the daemon takes to it; null for the server's own socket.</param>
    public static string[] Settings(PostgresServer server, string database, CutLine? line = null) =>
        [$"--Database:Connection={server.ConnectionTo(database, line)}", $"--Database:PasswordFile={server.PasswordFile}"];
}
