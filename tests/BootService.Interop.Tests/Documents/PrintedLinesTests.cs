using BootService.Lab;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using Xunit;

namespace BootService.Interop.Tests.Documents;

/// <summary>
/// A stranger types what the pages print, line by line, against a daemon on a LAN of its own. What a page says to have is there: a disc, spreadsheets, a
/// second card. The folders of a real frontend are folders of the test.
/// </summary>
public sealed class PrintedLinesTests
{
    private const string Spreadsheet = "NAME,APPLIANCE,RACK,RANK,IP,MAC,INTERFACE,NETWORK\nbackend-9-0,backend,9,0,auto,52:54:00:00:99:01,eth0,private\n";

    /// <summary>Lines that want what no LAN of a test has, each with what that is.</summary>
    private static readonly (string Line, string Why)[] Elsewhere =
    [
        ("stack create mirror repoid=", "a repository of /etc/yum.repos.d"),
        ("stack add pallet mesosphere/", "the disc of that repository"),
        ("stack enable pallet mesosphere", "the disc of that repository"),
        ("stack import cobbler /var/lib/cobbler", "Cobbler"),
        ("stack set host power", "machines with power to switch"),
        ("stack wait ", "machines that come up"),
        ("stack run host", "machines that run"),
        ("stack sync host", "machines that run"),
    ];

    /// <summary>Lines that end when somebody has seen enough, or that ask.</summary>
    private static string Typed(string line) =>
        line.StartsWith("stack watch", StringComparison.Ordinal) ? $"timeout --preserve-status -s INT 2 {line}"
        : line.StartsWith("stack set password", StringComparison.Ordinal) ? $"printf 'a-long-word-1\\na-long-word-1\\n' | {line}"
        : line.Contains("file=-", StringComparison.Ordinal) ? $"printf 'target,power.password\\nbackend-0-0,secret\\n' | {line}"
        : line;

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/backup.md")]
    [InlineData("docs/first-install.md")]
    [InlineData("docs/node-xml.md")]
    [InlineData("docs/node.md")]
    [InlineData("docs/security.md")]
    [InlineData("docs/metrics.md")]
    [InlineData("docs/upgrade.md")]
    public async Task What_a_page_prints_can_be_typed(string page)
    {
        await using var served = await ServedLan.StartAsync();
        var folder = Directory.CreateDirectory(Path.Combine(served.Lan.Scratch, "typed")).FullName;
        await PrepareAsync(served, folder, page);
        var lines = await File.ReadAllLinesAsync(Path.Combine(Checkout.Root, page), TestContext.Current.CancellationToken);
        var faults = new List<string>();
        var typed = 0;
        for (var at = 0; at < lines.Length; at++)
        {
            var line = lines[at].Trim();
            if (!lines[at].StartsWith("    stack ", StringComparison.Ordinal) || Elsewhere.Any(other => line.StartsWith(other.Line, StringComparison.Ordinal)))
            {
                continue;
            }

            typed++;
            var result = await Tool.RunAsync(
                "env", [$"BOOTSERVICE_SOCKET={served.Daemon.Socket}",
                    $"PATH={Path.GetDirectoryName(Checkout.Program("stack"))}:{Environment.GetEnvironmentVariable("PATH")}",
                "bash", "-c", Typed(line).Replace("/srv/nfs/", folder + "/", StringComparison.Ordinal)
                    .Replace("/export/discs/", folder + "/", StringComparison.Ordinal)], folder: folder);
            if (result.ExitCode != 0)
            {
                faults.Add($"{page}:{at + 1}: {line} ended with {result.ExitCode}: {(result.Error.Length > 0 ? result.Error : result.Output).Trim()}");
            }
        }

        Assert.Empty(faults);
        Assert.True(typed > 0, $"{page} prints no line that could be typed");
    }

    /// <summary>What the page's reader has when he comes to it.</summary>
    private static async Task PrepareAsync(ServedLan served, string folder, string page)
    {
        var stack = served.Daemon.Stack;
        await RandomPallet.DiscAsync(folder, "CentOS-6.6-x86_64.iso");
        await File.WriteAllTextAsync(Path.Combine(folder, "hosts.csv"), Spreadsheet);
        await File.WriteAllTextAsync(Path.Combine(folder, "attributes.csv"), "target,site.a\nbackend-0-0,1\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "networks.csv"), "network,address,mask\nipmi,10.8.0.0,255.255.0.0\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "partitions.csv"), "NAME,DEVICE,MOUNTPOINT,SIZE,TYPE,OPTIONS,PARTID\nbackend,smallest,/,0,xfs,,\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "controllers.csv"), "NAME,SLOT,RAIDLEVEL,ARRAYID\nbackend,0,1,1\n,1,1,1\n");
        var programs = Directory.CreateDirectory(Path.Combine(served.Daemon.ExportDirectory, "carts", "raid", "RPMS")).FullName;
        await File.WriteAllTextAsync(Path.Combine(programs, "configure"), "#!/bin/sh\n");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "site.json"), """{ "version": "05", "network": [ { "name": "storage", "address": "10.2.0.0", "mask": "255.255.0.0" } ] }""");
        await File.WriteAllTextAsync(Path.Combine(folder, "cmdb.csv"), "Asset,LAN address,IP\nbackend-8-0,52:54:00:00:88:01,10.1.8.1\n");
        if (page is "README.md")
        {
            // The page goes on with a rack that its reader has by then.
            await stack.RunAsync("add", "host", "backend-0-[1-2]", "ip=10.1.0.11+");
        }

        if (page is "README.md" or "docs/first-install.md")
        {
            return;
        }

        await stack.RunAsync("add", "pallet", Path.Combine(folder, "CentOS-6.6-x86_64.iso"));
        await stack.RunAsync("enable", "pallet", "CentOS");
        await stack.RunAsync("add", "host", "backend-0-[0-1]", "ip=10.1.0.11+");
        await stack.RunAsync("add", "host", "interface", "backend-0-0", "interface=eth1", "mac=52:54:00:00:01:01");
        await stack.RunAsync("add", "host", "interface", "backend-0-0", "interface=eth2", "mac=52:54:00:00:01:02");
        await stack.RunAsync("add", "network", "public", "address=192.0.2.0", "mask=255.255.255.0");
    }
}
