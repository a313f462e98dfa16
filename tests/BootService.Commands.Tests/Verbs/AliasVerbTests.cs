using BootService.Commands.Tests.Support;
using BootService.Core.Hosts;

namespace BootService.Commands.Tests.Verbs;

public sealed class AliasVerbTests : IDisposable
{
    private readonly Bench _stack = new();

    [Fact]
    public void An_alias_is_in_the_hosts_file_and_in_the_list()
    {
        _stack.Type("add host alias backend-0-0 alias=www");
        _stack.Type("add host interface alias backend-0-0 interface=52:54:00:00:01:00 alias=Mail");

        Assert.Contains(
            "10.1.255.254\tbackend-0-0.cluster.example backend-0-0\n10.1.255.254\tmail.cluster.example mail\n10.1.255.254\twww.cluster.example www\n",
            HostsFile.Lines(_stack.Inventory), StringComparison.Ordinal);
        Assert.Equal([["backend-0-0", "mail", "eth0"], ["backend-0-0", "www", "eth0"]], _stack.Type("list host alias").Rows);
        Assert.Equal(_stack.Type("list host alias backend-0-0").Rows, _stack.Type("list host interface alias").Rows);
    }

    [Theory]
    [InlineData("add host alias backend-0-0 alias=backend-0-1", "alias \"backend-0-1\" is the name of a host")]
    [InlineData("add host alias backend-0-0 alias=taken", "alias \"taken\" is host backend-0-1's already")]
    [InlineData("add host alias backend-0-1 alias=taken", "alias \"taken\" exists")]
    [InlineData("add host alias backend-0-0 alias=12", "alias \"12\" is not a host name")]
    [InlineData("add host alias backend alias=all", "\"backend\" names several hosts; this is done to one host at a time")]
    [InlineData("add host alias backend-0-0 alias=x interface=eth7", "host backend-0-0 has no interface \"eth7\"")]
    [InlineData("remove host alias backend-0-0 alias=none", "none of these hosts has the alias \"none\"")]
    public void What_cannot_be_is_refused(string line, string sentence)
    {
        _stack.Type("add host alias backend-0-1 alias=taken");
        Assert.StartsWith(sentence, _stack.Refused(line.Split(' ')), StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_go_with_their_interface_and_their_host()
    {
        _stack.Type("add host alias backend-0-0 alias=www");
        _stack.Type("set host interface interface backend-0-0 interface=em1 network=private");
        Assert.Equal([["backend-0-0", "www", "em1"]], _stack.Type("list host alias").Rows);
        _stack.Type("set host name backend-0-0 name=login-9");
        Assert.Equal([["login-9", "www", "em1"]], _stack.Type("list host alias").Rows);
        _stack.Type("remove host interface login-9 interface=em1");
        Assert.Empty(_stack.Type("list host alias").Rows);
        Assert.DoesNotContain("alias.", _stack.Type("dump").Messages.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void One_or_all_are_taken_away()
    {
        _stack.Type("add host alias backend-0-0 alias=a");
        _stack.Type("add host alias backend-0-0 alias=b");
        _stack.Type("add host alias backend-0-1 alias=c");
        _stack.Type("remove host alias backend-0-0 alias=A");
        Assert.Equal(["b", "c"], _stack.Type("list host alias").Rows.Select(row => row[1]));
        _stack.Type("remove host alias backend-0-[0-1]");
        Assert.Empty(_stack.Type("list host alias").Rows);
    }

    public void Dispose() => _stack.Dispose();
}
