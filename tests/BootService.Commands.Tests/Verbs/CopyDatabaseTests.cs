using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Verbs;

public sealed class CopyDatabaseTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void Everything_is_copied_to_a_server_or_a_file_and_told_table_by_table()
    {
        var output = _stack.Do("copy", "database", "to=Host=db1;Database=site");
        _stack.Do("copy", "database", "to=/var/lib/bootservice/bootservice.db");

        Assert.Equal([("Host=db1;Database=site", null), ("/var/lib/bootservice/bootservice.db", null)], _stack.Moves.Asked);
        Assert.Contains("1 hosts that are set to install boot their disks there", string.Join('\n', output.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_shares_the_database_is_listed_with_how_long_ago_it_was_heard_of() =>
        Assert.Equal(
            ["fe1 10.1.1.1 up 1 0.2.0 True", "fe2 10.2.1.1 silent 60 0.1.0 False"], _stack.Do("list", "frontend").Rows.Select(row => string.Join(' ', row)));

    [Fact]
    public void What_is_neither_a_path_nor_a_way_to_a_server_is_refused() =>
        Assert.StartsWith(
            "\"site.db\" is neither a full path nor a connection string", _stack.Refused("copy", "database", "to=site.db"), StringComparison.Ordinal);
}
