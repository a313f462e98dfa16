using BootService.Lab;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using Xunit;

namespace BootService.Interop.Tests.Installs;

public sealed class FirstBootTests(InstalledCluster cluster) : IClassFixture<InstalledCluster>
{
    public static TheoryData<int> Ranks => [.. InstalledCluster.Nodes.Select(node => node.Rank)];

    [Theory]
    [MemberData(nameof(Ranks))]
    public async Task An_installed_node_is_set_to_boot_its_own_disk(int rank) =>
        Assert.Equal("os", await cluster.Served.Daemon.Stack.ActionOfAsync(NodeOf(rank).Name));

    [Theory]
    [MemberData(nameof(Ranks))]
    public async Task The_files_of_the_page_are_on_the_disk_to_the_byte(int rank)
    {
        var node = NodeOf(rank);
        foreach (var (path, content) in node.Files)
        {
            Assert.Equal(content, await cluster.MachineOf(node).Disk.ReadAsync(path));
        }
    }

    [Theory]
    [MemberData(nameof(Ranks))]
    public async Task A_node_has_the_packages_of_its_role_and_no_others(int rank)
    {
        var node = NodeOf(rank);
        var disk = cluster.MachineOf(node).Disk;
        foreach (var path in node.Roles.Present)
        {
            Assert.True(await disk.ReadAsync(path) is not null, $"{path} is missing");
        }

        foreach (var path in node.Roles.Absent)
        {
            Assert.True(await disk.ReadAsync(path) is null, $"{path} is there");
        }
    }

    [Theory]
    [MemberData(nameof(Ranks))]
    public async Task A_node_has_the_newest_of_each_package_in_the_enabled_pallets(int rank) =>
        Assert.Contains("centos-release-6.6-2", await cluster.MachineOf(NodeOf(rank)).Disk.ReadAsync("/root/install.log"), StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Ranks))]
    public async Task An_installed_node_s_yum_knows_the_enabled_pallets_and_nothing_else(int rank)
    {
        var disk = cluster.MachineOf(NodeOf(rank)).Disk;
        Assert.DoesNotContain(await disk.ListAsync("/etc/yum.repos.d"), name => name.EndsWith(".repo", StringComparison.Ordinal) && name != "stack.repo");
        var file = await disk.ReadAsync("/etc/yum.repos.d/stack.repo") ?? string.Empty;
        var places = file.Split('\n').Where(line => line.StartsWith("baseurl=", StringComparison.Ordinal)).Select(line => line["baseurl=".Length..]).ToList();
        Assert.Equal(
            ["CentOS/6.6", "cloudera-cdh4/1.0", "mesosphere/1.0", "updates/2015-01-20"],
            places.Select(place => place[$"http://{BootLan.Address}/install/pallets/".Length..^"/redhat/x86_64".Length]).Order(StringComparer.Ordinal));
        foreach (var place in places)
        {
            Assert.Equal(0, (await cluster.Served.Lan.RunAsync("curl", "-sf", "-o", "/dev/null", $"{place}/repodata/repomd.xml")).ExitCode);
        }
    }

    [Theory]
    [MemberData(nameof(Ranks))]
    public async Task An_installed_node_confirms_itself_at_its_first_boot(int rank)
    {
        var node = NodeOf(rank);
        await Poll.UntilAsync("the confirmation", Limits.Packages, async () =>
            (await cluster.Served.Daemon.Stack.ListAsync("list", "host", "status", node.Name))[0]["state"].Contains("up", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Packages_of_a_cart_are_served_and_its_node_files_are_not()
    {
        var daemon = cluster.Served.Daemon;
        await daemon.Stack.RunAsync("add", "cart", "tools");
        var cart = Path.Combine(daemon.ExportDirectory, "carts", "tools");
        await File.WriteAllTextAsync(Path.Combine(cart, "RPMS", "hammer"), "x", TestContext.Current.CancellationToken);
        Assert.Equal("200", await StatusAsync("carts/tools/RPMS/hammer"));
        Assert.Equal("404", await StatusAsync("carts/tools/nodes/cart-tools-backend.xml"));
        await daemon.Stack.RunAsync("remove", "cart", "tools");
        Assert.Equal("404", await StatusAsync("carts/tools/RPMS/hammer"));
    }

    [Fact]
    public async Task The_script_of_the_page_tells_masters_from_slaves()
    {
        var folder = Directory.CreateDirectory(Path.Combine(cluster.Served.Lan.Scratch, "mesos")).FullName;
        var environment =
            new[] { $"PYTHONPATH={Checkout.Root}/src/BootService.Cli/python", $"STACK={Checkout.Program("stack")}",
                $"BOOTSERVICE_SOCKET={cluster.Served.Daemon.Socket}" };
        (await Tool.RunAsync(
            "env", [.. environment, "python3", "-B", "-c", SeedCluster.Script.Replace("/usr/etc/mesos", folder, StringComparison.Ordinal)])).Succeeded();
        Assert.Equal("backend-0-0\n", await File.ReadAllTextAsync(Path.Combine(folder, "masters"), TestContext.Current.CancellationToken));
        Assert.Equal("backend-0-1\n", await File.ReadAllTextAsync(Path.Combine(folder, "slaves"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [MemberData(nameof(Ranks))]
    public async Task The_timeline_of_a_node_tells_its_road_in_order(int rank)
    {
        var node = NodeOf(rank);
        var events = await cluster.Served.Daemon.Stack.ListAsync("list", "host", "event", node.Name, "most=1000");
        var stages = events.Where(row => row["outcome"] == "ok").Select(row => row["stage"]).ToList();
        var road = new[] { "dhcp", "configuration", "http", "kickstart", "done" };
        Assert.Equal(road, road.OrderBy(stage => stages.IndexOf(stage)));
        Assert.All(road, stage => Assert.Contains(stage, stages));
        Assert.Single(stages, stage => stage == "done");
    }

    [Fact]
    public async Task UEFI_firmware_gets_its_loader_over_TFTP_before_it_tries_HTTP()
    {
        var node = InstalledCluster.Nodes.Single(node => node.Firmware is BootService.Lab.Machines.Firmware.Uefi);
        var events = await cluster.Served.Daemon.Stack.ListAsync("list", "host", "event", node.Name, "most=1000");
        Assert.Contains(events, row => row["stage"] == "tftp" && row["outcome"] == "ok" && row["what"] == "snponly.efi" && row["bytes"] != "0");
        Assert.DoesNotContain(events, row => row["stage"] == "http" && row["what"] == "snponly.efi");
    }

    [Theory]
    [MemberData(nameof(Ranks))]
    public void An_installed_node_is_not_installed_again(int rank) =>
        Assert.Equal(1, cluster.MachineOf(NodeOf(rank)).Console.Count("pallet: kickstart fetched"));

    private async Task<string> StatusAsync(string path) =>
        (await cluster.Served.Lan.RunAsync("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", $"http://{BootLan.Address}/install/{path}")).Output;

    private static SeedNode NodeOf(int rank) => InstalledCluster.Nodes[rank];
}
