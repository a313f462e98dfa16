using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Files;

public sealed class NetworkfileTests : IDisposable
{
    private readonly Bench _stack = new(nodes: false);

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void A_networkfile_of_Stacki_is_taken_as_it_is()
    {
        var output = Load("""
            NETWORK,ADDRESS,MASK,GATEWAY,MTU,ZONE,DNS,PXE
            ipmi,10.2.0.0,255.255.0.0,10.2.1.1,1500,ipmi,True,False
            private,10.1.0.0,255.255.0.0,10.1.1.254,9000,example.com,True,True
            storage,10.3.0.0,255.255.0.0,,,,,
            """);
        Assert.Equal(
            ["ipmi 10.2.0.0 255.255.0.0 10.2.1.1 1500 ipmi False  ", "private 10.1.0.0 255.255.0.0 10.1.1.254 9000 example.com True  ",
                "storage 10.3.0.0 255.255.0.0  1500  False  "],
            Networks());
        Assert.Equal(string.Empty, output);
    }

    [Fact]
    public void What_a_row_does_not_say_stays_as_it_is()
    {
        Load("network,address,mask,gateway,zone,pxe,first,last\nlab,10.4.0.0,255.255.255.0,10.4.0.1,lab,yes,10.4.0.100,10.4.0.199\n");
        Load("network,mtu,gateway,zone\nLAB,9000.0,NULL,\n");
        Assert.Contains("lab 10.4.0.0 255.255.255.0 10.4.0.1 9000 lab True 10.4.0.100 10.4.0.199", Networks());
    }

    [Fact]
    public void Two_networks_of_a_file_can_change_places()
    {
        Load("network,address,mask\na,10.4.0.0,255.255.0.0\nb,10.5.0.0/16,\n");
        Load("network,address\na,10.5.0.0\nb,10.4.0.0\n");
        Assert.Contains("a 10.5.0.0 255.255.0.0  1500  False  ", Networks());
        Assert.Contains("b 10.4.0.0 255.255.0.0  1500  False  ", Networks());
    }

    [Fact]
    public void What_is_reported_loads_back()
    {
        Load("""
            network,address,mask,gateway,mtu,zone,pxe,first,last
            lab,10.4.0.0,255.255.255.0,10.4.0.1,9000,lab,yes,10.4.0.100,10.4.0.199
            z,10.6.0.0,16,,,,,,
            """);
        var (networks, report) = (Networks(), string.Concat(_stack.Do("report", "networkfile").Messages));
        _stack.Do("remove", "network", "lab", "z");
        Assert.Equal(string.Empty, Load(report));
        Assert.Equal(networks, Networks());
    }

    [Fact]
    public void Whether_names_are_answered_follows_from_the_zone_which_is_said_where_a_file_says_otherwise() => Assert.Equal(
        "n.csv:2:15: dns of network a was left out: names are answered for each network that has a zone, and it has none",
        Load("network,address,dns\na,10.4.0.0/16,True\n"));

    [Fact]
    public void Every_fault_is_told_at_once_with_its_place_and_nothing_is_loaded()
    {
        var before = Networks();
        _stack.Files = _stack.Files.Add("n.csv", """
            network,address,mask,gateway,mtu,zone,pxe,colour
            a,10.4.0.0,255.255.0.0,10.9.0.1,,,,
            b,10.5.0.1,255.255.0.0,,,,,
            c,10.6.0.0,255.255.0.0,router,much,no zone,maybe,
            d,,,,,,,
            ,10.7.0.0,255.255.0.0,,,,,
            e,10.8.0.0,255.255.0.0,,,,,
            e,10.9.0.0,255.255.0.0,,,,,
            f,10.8.0.0,255.255.0.0,,,,,
            """);
        var (end, output) = _stack.Try("load", "networkfile", "file=n.csv");
        Assert.Equal((1, "n.csv has 11 faults; nothing of it was loaded"), (end.Exit, end.Sentence));
        Assert.Equal(
            """
            n.csv:2:1: gateway 10.9.0.1 is not a machine's address in network a (10.4.0.0/16)
            n.csv:3:3: 10.5.0.1 is an address in network 10.5.0.0/16 and not its own: address=10.5.0.0, or another mask
            n.csv:4:24: gateway "router" is not an IPv4 address
            n.csv:4:31: mtu "much" is not a number of octets
            n.csv:4:36: "no zone" is not the name of a DNS zone
            n.csv:4:44: pxe "maybe" is neither True nor False
            n.csv:5:1: network "d" is new and has no address
            n.csv:6:1: there is no name of a network
            n.csv:7:1: network f already is 10.8.0.0/16
            n.csv:8:1: network e is in line 7 already
            n.csv:9:1: network e already is 10.8.0.0/16
            """,
            string.Join('\n', output.Faults));
        Assert.Equal(before, Networks());
    }

    [Theory]
    [InlineData("name,interface,mac\nbackend-0-0,eth0,52:54:00:00:01:00\n", "n.csv:1:1: this is a table of hosts: \"stack load hostfile\" takes it")]
    [InlineData("a,10.4.0.0,16\n", "n.csv:1:1: the first row must name the columns: network, address, mask, gateway, mtu, zone, dns, pxe, first, last")]
    [InlineData("network,address,gatway\na,10.4.0.0/16,10.4.0.1\n", "n.csv:1:17: unknown column \"gatway\": did you mean \"gateway\"?")]
    [InlineData("", "n.csv:1:1: the file is empty")]
    public void Another_table_is_refused_with_what_it_is(string text, string sentence)
    {
        _stack.Files = _stack.Files.SetItem("n.csv", text);
        var (end, _) = _stack.Try("load", "networkfile", "file=n.csv");
        Assert.Equal((1, sentence), (end.Exit, end.Sentence));
    }

    private string Load(string text)
    {
        _stack.Files = _stack.Files.SetItem("n.csv", text);
        var output = _stack.Do("load", "networkfile", "file=n.csv");
        return string.Join('\n', output.Messages.Where(said => said.StartsWith("n.csv:", StringComparison.Ordinal)));
    }

    private string[] Networks() => [.. _stack.Do("list", "network").Rows.Select(row => string.Join(' ', row[..9]))];
}
