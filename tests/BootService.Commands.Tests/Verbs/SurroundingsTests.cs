using BootService.Commands.Tests.Support;
using BootService.Core.Hosts;
using BootService.Protocols.Net;

namespace BootService.Commands.Tests.Verbs;

public sealed class SurroundingsTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void Networks_are_added_changed_listed_and_removed()
    {
        _stack.Type("add network storage address=10.2.0.0 mask=255.255.0.0 gateway=10.2.0.1 zone=storage.example");
        Assert.Equal(
            ["storage", "10.2.0.0", "255.255.0.0", "10.2.0.1", "1500", "storage.example", "False", "", ""], _stack.Type("list network storage").Rows.Single());
        _stack.Type("set network storage pxe=yes first=10.2.9.1 last=10.2.9.9 gateway=");
        Assert.Equal(
            ["storage", "10.2.0.0", "255.255.0.0", "", "1500", "storage.example", "True", "10.2.9.1", "10.2.9.9"],
            _stack.Type("list network storage").Rows.Single());
        _stack.Type("remove network storage");
        Assert.Equal("private", _stack.Type("list network").Rows.Single()[0]);
    }

    [Theory]
    [InlineData("10.5.5.50 10.5.5.60", true)]
    [InlineData("10.5.5.100 10.5.5.110", true)]
    [InlineData("10.5.5.1 10.5.5.9", false)]
    [InlineData("10.5.5.101 10.5.5.110", false)]
    public void An_address_is_in_one_pool_only_though_networks_may_lie_in_each_other(string pool, bool isShared)
    {
        var ends = pool.Split(' ');
        _stack.Type("add network wide address=10.5.0.0/16 first=10.5.5.10 last=10.5.5.100");
        _stack.Type("add network narrow address=10.5.5.0/24");
        var (end, _) = _stack.Try("set", "network", "narrow", $"first={ends[0]}", $"last={ends[1]}");
        Assert.Equal(
            isShared
                ? $"the pool {ends[0]} to {ends[1]} of network narrow has addresses of that of network wide (10.5.5.10 to 10.5.5.100): an address can be in "
                    + "one pool only"
                : null,
            end.Sentence);
    }

    [Theory]
    [InlineData("add network private address=10.3.0.0/16", "network \"private\" exists")]
    [InlineData("add network x address=10.1.0.0/16", "network private already is 10.1.0.0/16")]
    [InlineData("add network x address=10.2.0.0", "a network needs address=10.1.0.0 and mask=255.255.0.0")]
    [InlineData("add network x address=10.2.0.0 mask=255.0.255.0", "\"255.0.255.0\" is not a mask")]
    [InlineData("add network x address=10.2.0.5 mask=255.255.0.0", "10.2.0.5 is an address in network 10.2.0.0/16 and not its own: address=10.2.0.0, or")]
    [InlineData("add network x address=10.2.0.5/16", "10.2.0.5 is an address in network 10.2.0.0/16 and not its own: address=10.2.0.0, or")]
    [InlineData("set network private address=10.1.7.0", "10.1.7.0 is an address in network 10.1.0.0/16 and not its own: address=10.1.0.0, or")]
    [InlineData("add network x address=10.2.0.0/31", "network x (10.2.0.0/31) must have a prefix from 8 to 30")]
    [InlineData("add network x address=127.0.0.0/8", "network x (127.0.0.0/8) has no addresses of machines")]
    [InlineData("add network x address=239.1.0.0/16", "network x (239.1.0.0/16) has no addresses of machines")]
    [InlineData("add network x address=10.2.0.0/16 gateway=10.3.0.1", "gateway 10.3.0.1 is not a machine's address in network x")]
    [InlineData("add network x address=10.2.0.0/16 first=10.2.0.1", "the pool of network x needs both first= and last=")]
    [InlineData("add network x address=10.2.0.0/16 first=10.2.0.9 last=10.2.0.1", "the pool 10.2.0.9 to 10.2.0.1 does not lie in network x")]
    [InlineData("set network private address=10.1.0.0/24", "address 10.1.255.254 of host backend-0-0 would no longer be in network private")]
    [InlineData("remove network private", "network private is the one the frontend boots machines on")]
    [InlineData("list network nosuch", "unknown network \"nosuch\"")]
    [InlineData("add appliance backend", "appliance \"backend\" exists")]
    [InlineData("add appliance backend-0-0", "\"backend-0-0\" already names hosts")]
    [InlineData("add appliance rack1", "\"rack1\" already names hosts")]
    [InlineData("add appliance log.in", "appliance \"log.in\" must be a word of letters, digits, hyphens and underscores")]
    [InlineData("remove appliance backend", "appliance backend is built in and stays")]
    [InlineData("set host environment backend-0-0 environment=backend", "\"backend\" already names hosts on the command line and cannot be an environment")]
    [InlineData("set host environment backend-0-0 environment=backend-0-1", "\"backend-0-1\" already names hosts")]
    [InlineData("set host box backend-0-0 box=../x", "box \"../x\" must be a word")]
    [InlineData("set host name backend-0-0 name=backend-0-1", "host \"backend-0-1\" already exists")]
    [InlineData("set host name backend name=x", "\"backend\" names several hosts")]
    [InlineData("set host appliance backend-0-0 appliance=bakcend", "unknown appliance \"bakcend\": did you mean \"backend\"?")]
    [InlineData("enable discovery appliance=frontend rack=0", "appliance frontend has no node")]
    [InlineData("explain host attr backend-0-0 attr=nosuch", "attr \"nosuch\" is not defined for backend-0-0 at any scope")]
    public void What_cannot_be_is_refused(string line, string sentence) =>
        Assert.StartsWith(sentence, _stack.Refused(line.Split(' ')), StringComparison.Ordinal);

    [Fact]
    public void Appliances_are_added_changed_listed_and_removed()
    {
        _stack.Type("add appliance login");
        _stack.Type("set appliance attr login attr=a value=1");
        _stack.Type("add host login-0-0");
        Assert.StartsWith("host login-0-0 is of appliance login", _stack.Refused("remove", "appliance", "login"), StringComparison.Ordinal);
        _stack.Type("set appliance login node=backend public=no");
        Assert.Equal(["login", "Login", "backend", "False"], _stack.Type("list appliance login").Rows.Single());
        Assert.Equal("1", _stack.Type("list host attr login attr=a").Rows.Single()[3]);
        _stack.Type("remove host login");
        _stack.Type("remove appliance login");
        Assert.Equal(["backend", "frontend"], _stack.Type("list appliance").Rows.Select(row => row[0]));
    }

    [Theory]
    [InlineData("rack", "7", 1)]
    [InlineData("rank", "7", 2)]
    [InlineData("os", "sles", 4)]
    [InlineData("box", "test", 5)]
    [InlineData("environment", "test", 6)]
    [InlineData("comment", "spare", 9)]
    [InlineData("appliance", "frontend", 3)]
    public void What_a_host_is_can_be_changed(string field, string value, int column)
    {
        _stack.Type("add box test");
        _stack.Do("set", "host", field, "backend-0-4", $"{field}={value}");
        Assert.Equal(value, _stack.Type("list host backend-0-4").Rows.Single()[column]);
    }

    [Fact]
    public void A_renamed_host_keeps_its_cards_and_attributes()
    {
        _stack.Type("set host attr backend-0-0 attr=a value=1");
        _stack.Type("set host name backend-0-0 name=backend-7-7");
        Assert.Null(_stack.Inventory.HostOf(HostName.Parse("backend-0-0")));
        Assert.Equal("backend-7-7", _stack.Inventory.HostOf(MacAddress.Parse("52:54:00:00:01:00"))!.Name.ToString());
        Assert.Equal("1", _stack.Type("list host attr backend-7-7 attr=a").Rows.Single()[3]);
    }

    [Fact]
    public void Where_a_value_comes_from_is_explained()
    {
        _stack.Type("set attr attr=a value=g");
        _stack.Time.Advance(TimeSpan.FromHours(1));
        _stack.Type("set host attr backend-0-0 attr=a value=h");
        var output = _stack.Type("explain host attr backend-0-0 attr=a");
        Assert.Equal(["host", "attr", "value", "scope", "target", "since", "effect"], output.Shape!.Headers);
        Assert.Equal(
            ["backend-0-0 a h host backend-0-0 2026-11-22T13:00:00Z in effect", "backend-0-0 a g global  2026-11-22T12:00:00Z hidden"],
            output.Rows.Select(row => string.Join(' ', row)));
        Assert.Equal(
            ["backend-0-0", "host", "a", "h", "H", "2026-11-22T13:00:00Z", "global=g"],
            _stack.Type("list host attr backend-0-0 attr=a provenance=yes").Rows.Single());
    }

    [Fact]
    public void Well_known_attributes_are_explained()
    {
        var rows = _stack.Type("list attr help=true").Rows;
        Assert.Contains(rows, row => row is ["nukedisks", _]);
        Assert.All(rows, row => Assert.EndsWith(".", row[1], StringComparison.Ordinal));
        Assert.All(
            Core.Inventories.IntrinsicAttributes.Names.Concat(Core.Inventories.DefaultAttributes.Names), name => Assert.Contains(rows, row => row[0] == name));
    }

    [Fact]
    public void The_hosts_file_names_every_address() => Assert.StartsWith(
        "127.0.0.1\tlocalhost.localdomain localhost\n10.1.1.1\tfrontend.cluster.example frontend\n10.1.255.254\tbackend-0-0.cluster.example backend-0-0\n",
        _stack.Type("report host").Messages.Single(),
        StringComparison.Ordinal);

    [Fact]
    public void Discovery_is_off_until_it_is_switched_on()
    {
        Assert.Null(Discovery.Of(_stack.Inventory));
        Assert.Equal("discovery is off", _stack.Type("list discovery").Messages.Single());
        _stack.Type("enable discovery appliance=backend rack=1 install=yes");
        Assert.Equal(new Discovery("backend", 1, 0, Install: true), Discovery.Of(_stack.Inventory));
        Assert.Equal("discovery is on: unknown machines become backend in rack 1 and are installed", _stack.Type("list discovery").Messages.Single());
        _stack.Type("disable discovery");
        Assert.Null(Discovery.Of(_stack.Inventory));
    }

    [Fact]
    public void Discovered_machines_are_named_in_order_and_addressed_from_the_top()
    {
        using var empty = new Bench(nodes: false);
        empty.Type("enable discovery appliance=backend rack=0");
        var first = Discovery.Of(empty.Inventory)!.Meet(empty.Inventory, empty.Inventory.Networks["private"], MacAddress.Parse("52:54:00:00:09:00"))!;
        Assert.Equal(("backend-0-0", "10.1.255.254"), (first.Name.ToString(), first.Address.ToString()));
        var sixth = Discovery.Of(empty.Inventory)!.Meet(_stack.Inventory, _stack.Inventory.Networks["private"], MacAddress.Parse("52:54:00:00:09:00"))!;
        Assert.Equal(("backend-0-5", "10.1.255.249"), (sixth.Name.ToString(), sixth.Address.ToString()));
    }
}
