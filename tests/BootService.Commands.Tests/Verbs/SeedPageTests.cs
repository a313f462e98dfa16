using BootService.Commands.Tests.Support;
using BootService.Core.Hosts;

namespace BootService.Commands.Tests.Verbs;

/// <summary>The lines of the page our users come with, typed as they stand there.</summary>
public sealed class SeedPageTests : IDisposable
{
    private readonly Bench _stack = new();

    public void Dispose() => _stack.Dispose();

    [Fact]
    public void Roles_are_given_by_attributes()
    {
        SetRoles();
        Assert.Equal(["true", "false", "false", "false", "false"], Values("is_mesos_master"));
        Assert.Equal(["false", "true", "true", "true", "true"], Values("is_mesos_slave"));
        Assert.Equal(["10.1.255.254"], Values("zookeeper_ip").Distinct());
        Assert.Equal(["MesosCluster"], Values("mesos_cluster_name").Distinct());
        Assert.Equal(["10.1.255.254", "10.1.255.253", "10.1.255.252", "10.1.255.251", "10.1.255.250"], Values("hostaddr"));
    }

    [Fact]
    public void The_api_call_of_the_page_gives_a_row_for_each_backend_host()
    {
        SetRoles();
        var output = _stack.Do("list", "host", "attr", "backend", "attr=is_mesos_master");
        Assert.Equal(["host", "scope", "attr", "value", "source"], output.Shape!.Headers);
        Assert.Equal(["backend-0-0", "host", "is_mesos_master", "true", "H"], output.Rows[0]);
        Assert.Equal(["backend-0-1", "global", "is_mesos_master", "false", "G"], output.Rows[1]);
    }

    [Theory]
    [InlineData("set host backend action=install")]
    [InlineData("set host boot backend action=install")]
    public void All_backend_nodes_are_set_to_install(string line)
    {
        _stack.Type(line);
        var output = _stack.Do("list", "host", "boot", "backend-0-0");
        Assert.Equal(["host", "action"], output.Shape!.Headers);
        Assert.False(output.Shape.KeepOwner);
        Assert.Equal(["backend-0-0", "install"], Assert.Single(output.Rows));
        Assert.All(_stack.Inventory.Hosts.Values, host => Assert.Equal(BootAction.Install, host.Action));
    }

    [Theory]
    [InlineData("reboot")]
    [InlineData("\u201Creboot")]
    [InlineData("\u201Creboot\u201D")]
    [InlineData("\u201Creboot\"")]
    public void A_command_is_run_on_all_backend_nodes(string command)
    {
        var run = _stack.Do("run", "host", "backend", command).Run!;
        Assert.Equal("reboot", run.Command);
        Assert.Equal(5, run.Hosts.Length);
        Assert.Equal("10.1.255.254", run.Hosts[0].Address.ToString());
    }

    [Fact]
    public void The_profile_of_a_node_is_shown_as_text()
    {
        var output = _stack.Do("list", "host", "profile", "backend-0-0");
        Assert.True(output.Shape!.Plain);
        var row = Assert.Single(output.Rows);
        Assert.Equal("backend-0-0", row[0]);
        Assert.StartsWith(
            "<?xml version=\"1.0\" standalone=\"no\"?>\n<profile lang=\"kickstart\">\n<section name=\"kickstart\">\n<![CDATA[\n", row[1],
            StringComparison.Ordinal);
        Assert.EndsWith("]]>\n</section>\n</profile>\n", row[1], StringComparison.Ordinal);
    }

    private void SetRoles()
    {
        _stack.Type("set attr attr=is_mesos_master value=false");
        _stack.Type("set attr attr=is_mesos_slave value=false");
        _stack.Do("set", "host", "attr", "backend-0-0", "attr=is_mesos_master", "", "value=true");
        _stack.Type("set host attr backend-0-[1-4] attr=is_mesos_slave  value=true");
        _stack.Do("add", "attr", "attr=zookeeper_ip", "value=10.1.255.254", "");
        _stack.Type("add attr attr=mesos_cluster_name value=MesosCluster");
    }

    private IEnumerable<string> Values(string attribute) => _stack.Do("list", "host", "attr", "backend", "attr=" + attribute).Rows.Select(row => row[3]);
}
