using BootService.Commands.Tests.Support;

namespace BootService.Commands.Tests.Verbs;

/// <summary>The frontend as a host of appliance frontend.</summary>
public sealed class FrontendHostTests : IDisposable
{
    private const string Name = "frontend-0-0";

    private readonly Bench _stack = new();

    public FrontendHostTests()
    {
        _stack.Do("add", "host", Name, "appliance=frontend", "rack=0", "rank=0");
        _stack.Do("add", "host", "interface", Name, "interface=eth1", "mac=52:54:00:00:00:01", "ip=10.1.1.1", "network=private");
    }

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void It_is_listed_first_and_is_a_master_like_any_host()
    {
        Assert.Equal(Name, _stack.Do("list", "host").Rows[0][0]);
        _stack.Do("set", "attr", "attr=is_mesos_master", "value=false");
        _stack.Do("set", "host", "attr", Name, "attr=is_mesos_master", "value=true");
        var row = Assert.Single(_stack.Do("list", "host", "attr", Name, "attr=is_mesos_master").Rows);
        Assert.Equal([Name, "host", "is_mesos_master", "true", "H"], row);
    }

    [Fact]
    public void It_is_in_the_hosts_file_by_both_its_names()
    {
        var lines = _stack.Do("report", "host").Messages.Single().Split('\n');
        Assert.Single(lines, "10.1.1.1\tfrontend.cluster.example frontend");
        Assert.Single(lines, "10.1.1.1\tfrontend-0-0.cluster.example frontend-0-0");
    }

    [Fact]
    public void A_second_card_of_it_has_a_name_of_its_own()
    {
        _stack.Do("add", "network", "public", "address=192.0.2.0", "mask=255.255.255.0", "zone=example");
        _stack.Do("add", "host", "interface", Name, "interface=eth0", "ip=192.0.2.1", "network=public");
        Assert.Contains("192.0.2.1\tfrontend-0-0-eth0.example frontend-0-0-eth0", _stack.Do("report", "host").Messages.Single(), StringComparison.Ordinal);
    }
}
