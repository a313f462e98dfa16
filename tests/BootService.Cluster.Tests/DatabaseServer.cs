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
    public static string[] Settings(PostgresServer server, string database) =>
        [$"--Database:Connection={server.ConnectionTo(database)}", $"--Database:PasswordFile={server.PasswordFile}"];
}
