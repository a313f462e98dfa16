using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Files;

/// <summary>Dumps that somebody cut, edited or made: one sentence with the place, nothing changed.</summary>
public sealed class OddDumpTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Theory]
    [InlineData("{\"version\":1,\"hosts\":[{\"name\":\"x\"}]}", "this is not what \"stack dump\" writes (at $.hosts[0])")]
    [InlineData("{\"version\":1,\"hosts\":[null]}", "f:1:23: a list holds null here")]
    [InlineData("{\"version\":1,\n \"groups\":[\"a\",\n null]}", "f:3:2: a list holds null here")]
    [InlineData("{\"version\":1,\"attributes\":[null]}", "a list holds null here")]
    [InlineData("{\"version\":1,\"attributes\":[{\"scope\":\"host\",\"name\":\"a\"}]}", "this is not what \"stack dump\" writes (at $.attributes[0])")]
    [InlineData("{\"version\":1,\"appliances\":[{\"name\":\"x\"}]}", "this is not what \"stack dump\" writes (at $.appliances[0])")]
    [InlineData("{\"version\":1,\"appliances\":[{\"name\":\"a b\",\"longName\":\"X\"}]}", "appliance \"a b\" must be a word")]
    [InlineData("{\"version\":1,\"appliances\":[{\"name\":\"x\",\"longName\":\"X\",\"node\":\"../x\"}]}", "node \"../x\" must be a word")]
    [InlineData("{\"version\":1,\"networks\":[{\"name\":\"n\",\"pxe\":true,\"mtu\":1500}]}", "this is not what \"stack dump\" writes (at $.networks[0])")]
    [InlineData(
        "{\"version\":1,\"networks\":[{\"name\":\"n/../x\",\"subnet\":\"10.9.0.0/16\",\"pxe\":true,\"mtu\":1500}]}", "network \"n/../x\" must be a word")]
    [InlineData("{\"version\":1,\"environments\":[\"backend\"]}", "\"backend\" already names hosts")]
    [InlineData("{\"version\":1,\"boxes\":[\"none\"]}", "\"none\" is a word for nothing")]
    [InlineData("{\"version\":1,\"carts\":[{\"name\":\"../etc\",\"boxes\":[]}]}", "cart \"../etc\" is not a word")]
    [InlineData("{\"version\":1,\"carts\":[{\"name\":\"tools\",\"boxes\":[null]}]}", "a list holds null here")]
    [InlineData("{\"version\":1,\"frobnicate\":[]}", "this is not what \"stack dump\" writes (at $.frobnicate)")]
    [InlineData("{\"version\":9}", "the dump is of version 9 and this daemon reads version 1")]
    [InlineData("[]", "this is not what \"stack dump\" writes")]
    [InlineData("null", "f is empty")]
    [InlineData("", "this is not what \"stack dump\" writes")]
    [InlineData("{\"version\":1,\"groups\":[\"\\ud800\"]}", "this is not what \"stack dump\" writes")]
    public void What_is_none_is_refused_with_its_place(string text, string sentence)
    {
        var before = _stack.Inventory;
        _stack.Files = _stack.Files.SetItem("f", text);
        Assert.Contains(sentence, _stack.Refused("load", "file=f"), StringComparison.Ordinal);
        Assert.Same(before, _stack.Inventory);
    }

    [Theory]
    [InlineData("{\"host\":\"b1\"}", "section host: it is no list")]
    [InlineData("{\"host\":[\"b1\"]}", "section host: 1 of its 1 items is no object")]
    [InlineData("{\"host\":[null,1,{}]}", "section host: 2 of its 3 items are no objects")]
    [InlineData("{\"group\":[{\"name\":\"g\"},\"h\"]}", "section group: 1 of its 2 items is no word")]
    [InlineData("{\"network\":{}}", "section network: it is no list")]
    [InlineData("{\"host\":[{\"name\":\"b1\",\"rack\":0,\"rank\":1,\"interface\":\"eth0\"}]}", "interface of host b1: it is no list")]
    [InlineData("{\"host\":[{\"name\":\"b1\",\"rack\":0,\"rank\":1,\"comment\":\"\\ud800\"}]}", "f holds half a character")]
    [InlineData("{\"host\":[{\"name\":\"b1\",\"rack\":0,\"rank\":1,\"comment\":\"\\u0000\"}]}", "the comment holds a NUL")]
    [InlineData("{\"environment\":[{\"name\":\"backend\"}]}", "\"backend\" already names hosts")]
    public void Nothing_of_Stackis_dump_is_dropped_in_silence(string text, string sentence)
    {
        var before = _stack.Inventory;
        _stack.Files = _stack.Files.SetItem("f", text);
        var (end, output) = _stack.Try("import", "stacki", "f");
        Assert.Equal(1, end.Exit);
        Assert.Contains(sentence, string.Join('\n', output.Faults.Append(end.Sentence)), StringComparison.Ordinal);
        Assert.Same(before, _stack.Inventory);
    }

    [Fact]
    public void A_section_that_says_null_says_nothing_and_an_environment_comes_without_attributes()
    {
        _stack.Files = _stack.Files.SetItem("f", "{\"host\":null,\"group\":null,\"environment\":[{\"name\":\"test\"}]}");
        _stack.Type("import stacki f");
        Assert.Equal(["test"], _stack.Inventory.AddedEnvironments);
    }

    [Theory]
    [InlineData("mask")]
    [InlineData("netmask")]
    public void A_network_comes_with_its_mask_by_either_word(string word)
    {
        _stack.Files = _stack.Files.SetItem(
            "f", $"{{\"network\":[{{\"name\":\"ib\",\"address\":\"10.35.10.0\",\"{word}\":\"255.255.255.0\",\"gateway\":null,\"mtu\":65492,\"pxe\":false}}]}}");
        _stack.Type("import stacki f");
        Assert.Equal(("10.35.10.0/24", 65492), (_stack.Inventory.Networks["ib"].Subnet.ToString(), _stack.Inventory.Networks["ib"].Mtu));
    }

    [Theory]
    [InlineData("Name,Primary IPv4,MAC\nweb1,10.1.9.1/16,52:54:00:00:09:01\n")]
    [InlineData("CI Name;IP Address;Hardware Address;Serial\nweb1;10.1.9.1;5254.0000.0901;X1\n")]
    [InlineData("Hostname\tIPv4 address\tPhysical address\nWEB1\t10.1.9.1\t52-54-00-00-09-01\n")]
    public void A_table_of_a_CMDB_is_read_by_its_own_words(string text)
    {
        _stack.Files = _stack.Files.SetItem("f", text);
        _stack.Type("import hostfile f");
        var host = _stack.Inventory.HostOf(Core.Hosts.HostName.Parse("web1"))!;
        Assert.Equal(("10.1.9.1", "52:54:00:00:09:01"), (host.Address.ToString(), host.Interfaces[0].Mac.ToString()));
    }
}
