using BootService.Lab.Databases;
using BootService.Storage.Postgres;
using Xunit;

[assembly: AssemblyFixture(typeof(BootService.Storage.Tests.Engines.PostgresFixture))]

namespace BootService.Storage.Tests.Engines;

/// <summary>One server of PostgreSQL for all tests of the assembly; each takes a database of its own.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    /// <summary>A frontend of that name.</summary>
    internal static FrontendOfDatabase Named(string name) => new(name, "10.1.1.1", "0.0.0", Samples.Noon);

    /// <summary>The way to a database, as a daemon has it.</summary>
    internal static PostgresAddress AddressOf(PostgresServer server, string database) =>
        PostgresAddress.Parse(server.ConnectionTo(database), () => PostgresServer.Password, "Database:Connection");
}
