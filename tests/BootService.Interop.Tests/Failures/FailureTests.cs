using BootService.Firmware;
using BootService.Firmware.Running;
using BootService.Lab;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using BootService.Protocols.Net;
using BootService.Protocols.Road;
using Xunit;

namespace BootService.Interop.Tests.Failures;

/// <summary>What goes wrong in machine rooms: the timeline names each, and a rehearsal finds before any boot what can be found.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task A_machine_on_a_wrong_network_is_refused_with_the_reason_and_awaited_still()
    {
        await using var node = await ArmedNode.StartAsync();
        await ConfigureAsync(node, "addr add 192.168.77.2/24 dev eth0");
        (await node.Served.Lan.RunAsync("ip", "route", "add", "192.168.77.0/24", "dev", BootLan.Interface)).Succeeded();
        var (end, _) = await node.BootAsync(way: BroadcastWay.Relayed, own: Ipv4.Parse("192.168.77.2"));
        Assert.IsType<BootEnd.Failed>(end);
        var rows = await node.TimelineAsync("it is on no network of ours");
        Assert.Contains(rows, row => row["outcome"] == "refused" && row["what"] == "DISCOVER");
        Assert.Equal("a DISCOVER", rows[^1]["what"]);
    }

    [Fact]
    public async Task A_machine_that_takes_another_servers_offer_is_told_of()
    {
        await using var node = await ArmedNode.StartAsync();
        var (other, script) = (await node.Served.Lan.AddClientAsync(), Path.Combine(node.Served.Lan.Scratch, "leases"));
        await other.TakeAddressAsync(Ipv4.Parse("10.1.0.9"));
        await using var dnsmasq = other.Start(
            "dnsmasq", "dnsmasq", "--no-daemon", "--port=0", "--conf-file=/dev/null", "--no-ping", $"--dhcp-leasefile={script}", "--interface=eth0",
            "--bind-interfaces", "--log-dhcp",
            "--dhcp-range=10.1.200.1,10.1.200.9", "--dhcp-authoritative", "--dhcp-boot=foreign.0", "--dhcp-option-force=vendor:PXEClient,6,8");
        await dnsmasq.SeeAsync(TimeSpan.FromMinutes(1), "DHCP, sockets bound");

        // The other server is quicker.
        await SignalAsync(node, "-STOP");
        var (end, _) = await node.BootAsync();
        await SignalAsync(node, "-CONT");
        Assert.Contains("10.1.0.9", Assert.IsType<BootEnd.Failed>(end).Why, StringComparison.Ordinal);
        var rows = await node.TimelineAsync("it took another server's offer");
        Assert.Contains(rows, row => row["what"] == "REQUEST" && row["outcome"] == "refused" && row["why"].Contains("10.1.0.9", StringComparison.Ordinal));
        Assert.Contains("another DHCP server", rows[^1]["why"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ports_4011_and_69_behind_a_firewall_are_named_once_the_boot_file_is_late()
    {
        await using var node = await ArmedNode.StartAsync();
        foreach (var port in new[] { "4011", "69" })
        {
            (await node.Served.Lan.RunAsync("iptables", "-A", "INPUT", "-p", "udp", "--dport", port, "-j", "DROP")).Succeeded();
        }

        var watching = node.Served.Daemon.Stack.ListAsync("watch", ArmedNode.Host, "seconds=22");
        await node.BootAsync(Persona.Uefi);
        var rows = await watching;
        var late = Assert.Single(rows, row => row["outcome"] == "overdue");
        Assert.Equal("the boot file", late["what"]);
        Assert.Contains("a firewall drops UDP 69", late["why"], StringComparison.Ordinal);
        Assert.Contains("4011", late["why"], StringComparison.Ordinal);
        Assert.Contains("did not answer on TFTP port 69", await node.RehearseInVainAsync("uefi"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Port_4011_behind_a_firewall_is_named_beside_another_DHCP_server()
    {
        await using var node = await ArmedNode.StartAsync(["--Dhcp:Mode=proxy"]);
        var (other, leases) = (await node.Served.Lan.AddClientAsync(), Path.Combine(node.Served.Lan.Scratch, "leases"));
        await other.TakeAddressAsync(Ipv4.Parse("10.1.0.9"));
        await using var dnsmasq = other.Start(
            "dnsmasq", "dnsmasq", "--no-daemon", "--port=0", "--conf-file=/dev/null", "--no-ping", $"--dhcp-leasefile={leases}", "--interface=eth0",
            "--bind-interfaces", "--log-dhcp",
            "--dhcp-range=10.1.200.1,10.1.200.9", "--dhcp-authoritative", $"--dhcp-host={node.Client.Mac},{node.Address}");
        await dnsmasq.SeeAsync(TimeSpan.FromMinutes(1), "DHCP, sockets bound");
        foreach (var port in new[] { "4011", "69" })
        {
            (await node.Served.Lan.RunAsync("iptables", "-A", "INPUT", "-p", "udp", "--dport", port, "-j", "DROP")).Succeeded();
        }

        await node.BootAsync(Persona.Uefi);
        var rows = await node.TimelineAsync("a firewall drops UDP 4011 or 69");
        Assert.Equal("a request on port 4011, or the boot file", rows[^1]["what"]);
    }

    [Fact]
    public async Task A_loader_that_is_gone_is_the_failing_step()
    {
        var loaders = Directory.CreateTempSubdirectory("bootservice-loaders-").FullName;
        try
        {
            await CopyLoadersAsync(loaders);
            await using var node = await ArmedNode.StartAsync([$"--BootFilesDirectory={loaders}"]);
            File.Delete(Path.Combine(loaders, "gathered", "ldlinux.c32"));
            Assert.Contains("ldlinux.c32", await node.RehearseInVainAsync(), StringComparison.Ordinal);
            var (end, _) = await node.BootAsync();
            Assert.Equal("ldlinux.c32", Assert.IsType<BootEnd.Failed>(end).Step.What);
            var rows = await node.TimelineAsync("not found");
            Assert.Contains(rows, row => row["what"] == "ldlinux.c32" && row["outcome"] is "refused" or "failed");
        }
        finally
        {
            Directory.Delete(loaders, recursive: true);
        }
    }

    [Fact]
    public async Task A_RAM_disk_that_was_cut_short_is_found_by_a_rehearsal_and_suspected_by_the_timeline()
    {
        await using var node = await ArmedNode.StartAsync();
        await using (var initrd = File.OpenWrite(Path.Combine(RandomPallet.FolderOf(node.Served.Daemon), RandomPallet.Initrd)))
        {
            initrd.SetLength(1_000_000);
        }

        Assert.Contains("cut short", await node.RehearseInVainAsync(), StringComparison.Ordinal);
        await node.BootAsync(until: step => step.What.EndsWith("initrd.img", StringComparison.Ordinal));
        var rows = await node.TimelineAsync("the RAM disk is damaged");
        Assert.Equal(("expected", "the kickstart"), (rows[^1]["outcome"], rows[^1]["what"]));
    }

    [Fact]
    public async Task An_attribute_that_nobody_set_is_refused_at_the_desk_and_found_by_a_rehearsal()
    {
        await using var node = await ArmedNode.StartAsync(arm: false);
        await node.Served.Daemon.WriteProfileAsync("extend-base.xml", "<?xml version=\"1.0\"?>\n<profile><post>&nosuch;</post></profile>\n");
        var armed = await node.Served.Daemon.Stack.TryAsync("set", "host", "boot", ArmedNode.Host, "action=install");
        Assert.Equal(1, armed.ExitCode);
        Assert.Contains("nosuch", armed.Error, StringComparison.Ordinal);
        Assert.Contains("nosuch", await node.RehearseInVainAsync(), StringComparison.Ordinal);
        var rows = await node.TimelineAsync("nosuch");
        Assert.Contains(
            rows, row => row["stage"] == "admin" && row["outcome"] == "refused" && row["why"].Contains("extend-base.xml", StringComparison.Ordinal));
        Assert.NotEqual("install", await node.Served.Daemon.Stack.ActionOfAsync(ArmedNode.Host));
    }

    [Fact]
    public async Task A_report_that_is_lost_is_missed_with_the_last_step_that_came()
    {
        await using var node = await ArmedNode.StartAsync();
        var secret = await BootToKickstartAsync(node);
        (await node.Client.RunAsync("curl", "-sf", "-o", "/dev/null", $"http://{BootLan.Address}/install/stage/{secret}/packages")).Succeeded();
        var rows = await node.TimelineAsync("the install stopped after packages");
        Assert.Equal(("expected", "the next report of the installer"), (rows[^1]["outcome"], rows[^1]["what"]));
        Assert.DoesNotContain(rows, row => row.Values.Any(cell => cell.Contains(secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_secret_of_another_node_is_refused_and_told_of()
    {
        await using var node = await ArmedNode.StartAsync();
        var thief = await node.Served.Lan.AddClientAsync();
        await node.AddHostAsync("backend-0-1", thief, BootLan.AddressOf(1));
        var secret = await BootToKickstartAsync(node);
        var refused = await thief.RunAsync("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", $"http://{BootLan.Address}/install/ks/{secret}");
        Assert.Equal("403", refused.Output);
        var rows = await node.TimelineAsync($"the secret was used from {BootLan.AddressOf(1)}");
        Assert.Contains(rows, row => row["outcome"] == "refused" && row["what"] == "secret");
    }

    [Fact]
    public async Task A_node_that_is_reset_in_mid_install_shows_its_second_boot_and_the_attempt_both()
    {
        await using var node = await ArmedNode.StartAsync();
        await BootToKickstartAsync(node);
        await BootToKickstartAsync(node);
        await node.TimelineAsync("the installer stops at its kickstart");
        var newest = await node.Served.Daemon.Stack.ListAsync("list", "host", "timeline", ArmedNode.Host);
        var attempt = await node.Served.Daemon.Stack.ListAsync("list", "host", "timeline", ArmedNode.Host, "attempt=1");
        Assert.Single(newest, row => row["what"] == "kickstart" && row["outcome"] == "ok");
        Assert.Equal(2, attempt.Count(row => row["what"] == "kickstart" && row["outcome"] == "ok"));
        Assert.Equal("2 of 3", (await node.Served.Daemon.Stack.ListAsync("list", "host", "status", ArmedNode.Host))[0]["boots"]);
    }

    [Fact]
    public async Task A_frontend_whose_disk_is_full_says_so_and_armed_hosts_boot_from_what_it_knows()
    {
        await using var node = await ArmedNode.StartAsync();
        await using var full = await FullDisk.FillAsync(node.Served);
        var refused = await node.Served.Daemon.Stack.TryAsync("add", "host", "backend-0-9");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("no space left on its disk", refused.Error, StringComparison.Ordinal);
        Assert.Contains("octets left on its disk", await node.RehearseInVainAsync(), StringComparison.Ordinal);

        // It boots from what is in memory as far as nothing is lost by it: no kickstart goes out that could not be counted.
        var (end, steps) = await node.BootAsync();
        Assert.Contains(steps, step => step.What.EndsWith("initrd.img", StringComparison.Ordinal) && step.Verdict is StepVerdict.Ok);
        Assert.Equal(BootStage.Kickstart, Assert.IsType<BootEnd.Failed>(end).Step.Stage);
        var rows = await node.TimelineAsync("no space left on its disk");
        Assert.Equal(("kickstart", "failed"), (rows[^1]["stage"], rows[^1]["outcome"]));
        await full.MakeRoomAsync();
        Assert.IsType<BootEnd.Kernel>((await node.BootAsync()).End);
        await Poll.UntilAsync("what the full disk did, kept", TimeSpan.FromMinutes(1), async () =>
            (await node.Served.Daemon.Stack.ListAsync("list", "host", "timeline", ArmedNode.Host, "attempt=1")).Any(
                row => row["why"].Contains("no space left on its disk", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_daemon_that_was_killed_knows_where_the_boot_stopped()
    {
        await using var node = await ArmedNode.StartAsync();
        await node.BootAsync(until: step => step.Stage is BootStage.Configuration && step.Verdict is StepVerdict.Ok);
        await node.TimelineAsync("start the kernel");
        await node.Served.Daemon.KillAsync();
        await node.Served.Daemon.StartAsync();
        var rows = await node.TimelineAsync("the loader did not understand its configuration");
        Assert.Equal("the kernel", rows[^1]["what"]);
        Assert.IsType<BootEnd.Kernel>((await node.BootAsync()).End);
    }

    [Fact]
    public async Task A_machine_that_boots_its_disk_first_is_known_by_the_DHCP_of_its_system()
    {
        await using var node = await ArmedNode.StartAsync();
        Assert.Contains(
            "boots its disk before the network", (await node.Served.Daemon.Stack.ListAsync("list", "host", "timeline", ArmedNode.Host))[^1]["why"],
            StringComparison.Ordinal);
        (await node.Client.RunAsync("busybox", "udhcpc", "-i", LanClient.Interface, "-n", "-q", "-f", "-s", "/bin/true")).Succeeded();
        var rows = await node.TimelineAsync("it is the system on its disk that asked for an address");
        Assert.Equal("a DISCOVER of its firmware", rows[^1]["what"]);
    }

    private static async Task<string> BootToKickstartAsync(ArmedNode node)
    {
        var (end, _) = await node.BootAsync();
        var arguments = Assert.IsType<BootEnd.Kernel>(end).Arguments;
        return arguments[(arguments.IndexOf("/install/ks/", StringComparison.Ordinal) + "/install/ks/".Length)..].Split(' ')[0];
    }

    private static async Task ConfigureAsync(ArmedNode node, string line) =>
        (await Tool.RunAsync("ip", ["-n", node.Client.Namespace, .. line.Split(' ')])).Succeeded();

    private static async Task SignalAsync(ArmedNode node, string signal) =>
        (await Tool.RunAsync("sh", ["-c", $"kill {signal} {node.Served.Daemon.Id}"])).Succeeded();

    // Our boot files, with every loader of the BIOS chain taken from a folder of the test's own.
    private static async Task CopyLoadersAsync(string to)
    {
        (await Tool.RunAsync("cp", ["-r", Path.Combine(Checkout.Root, "bootfiles") + "/.", to])).Succeeded();
        var gathered = Directory.CreateDirectory(Path.Combine(to, "gathered")).FullName;
        File.Copy("/usr/lib/syslinux/modules/bios/ldlinux.c32", Path.Combine(gathered, "ldlinux.c32"));
        var list = Path.Combine(to, "loaders.json");
        var text = await File.ReadAllTextAsync(list);
        Assert.Contains("/usr/lib/syslinux/modules/bios/ldlinux.c32", text, StringComparison.Ordinal);
        await File.WriteAllTextAsync(
            list, text.Replace("/usr/lib/syslinux/modules/bios/ldlinux.c32", Path.Combine(gathered, "ldlinux.c32"), StringComparison.Ordinal));
    }
}
