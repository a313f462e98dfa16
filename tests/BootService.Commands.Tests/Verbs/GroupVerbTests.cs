using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Verbs;

public sealed class GroupVerbTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void A_group_names_its_hosts_wherever_hosts_are_named()
    {
        _stack.Type("add group web db");
        _stack.Type("add host group backend-0-[0-2] group=web");
        _stack.Type("add host group backend-0-2 group=db");
        Assert.Equal(["backend-0-0", "backend-0-1", "backend-0-2"], _stack.Type("list host g:web").Rows.Select(row => row[0]));
        _stack.Type("set host attr g:db attr=role value=store");
        Assert.Equal("backend-0-2", _stack.Type("list host attr backend attr=role").Rows.Single()[0]);
        Assert.Equal(["backend-0-2 db web"], _stack.Type("list host group backend-0-2").Rows.Select(row => string.Join(' ', row)));
        Assert.Equal(["db backend-0-2", "web backend-0-0 backend-0-1 backend-0-2"], _stack.Type("list group").Rows.Select(row => string.Join(' ', row)));
        Assert.Equal(["g:db", "g:web"], _stack.Do("complete", "line=stack list host g:").Messages.Single().Split('\n'));
    }

    [Fact]
    public void Groups_are_computed_attributes()
    {
        _stack.Type("add group web");
        _stack.Type("add host group backend-0-0 group=web");
        Assert.Equal(["web"], _stack.Type("list host attr backend-0-[0-1] attr=groups").Rows.Select(row => row[3]));
        Assert.Equal(["backend-0-0"], _stack.Do("list", "host", "[group.web]").Rows.Select(row => row[0]));
        Assert.Equal("true", _stack.Type("list host attr backend-0-0 attr=group.web").Rows.Single()[3]);
        Assert.Contains("computed", _stack.Refused("set", "host", "attr", "backend-0-0", "attr=group.web", "value=x"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_is_emptied_and_removed()
    {
        _stack.Type("add group web");
        _stack.Type("add host group backend group=web");
        Assert.StartsWith("host backend-0-0 is in group \"web\"", _stack.Refused("remove", "group", "web"), StringComparison.Ordinal);
        _stack.Type("remove host group g:web group=web");
        _stack.Type("remove group web");
        Assert.Empty(_stack.Type("list group").Rows);
    }

    [Theory]
    [InlineData("list host g:web", "unknown group \"web\"")]
    [InlineData("list host g:dp", "unknown group \"dp\": did you mean \"db\"?")]
    [InlineData("add host group backend-0-0 group=web", "unknown group \"web\"")]
    [InlineData("remove host group backend-0-0 group=db", "host backend-0-0 is not in group \"db\"")]
    [InlineData("add group db", "group \"db\" exists")]
    [InlineData("add group a/b", "group \"a/b\" must be a word")]
    [InlineData("remove group web", "unknown group \"web\"")]
    public void What_cannot_be_is_refused(string line, string sentence)
    {
        _stack.Type("add group db");
        Assert.StartsWith(sentence, _stack.Refused(line.Split(' ')), StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_come_with_a_hostfile_and_a_dump()
    {
        _stack.Type("add group web");
        _stack.Type("add group db");
        _stack.Files = _stack.Files.Add("hosts.csv", "name,groups\nbackend-0-0,web db\n");
        _stack.Type("load hostfile file=hosts.csv");
        Assert.Equal(["backend-0-0", "db web"], _stack.Type("list host group backend-0-0").Rows.Single());
        var text = _stack.Type("dump").Messages.Single();
        using var other = new Bench(nodes: false);
        other.Files = other.Files.Add("dump.json", text);
        other.Type("load file=dump.json");
        Assert.Equal(text, other.Type("dump").Messages.Single());
    }
}
