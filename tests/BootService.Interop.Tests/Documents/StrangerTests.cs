using BootService.Firmware;
using BootService.Firmware.Running;
using BootService.Lab;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Power;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Interop.Tests.Documents;

/// <summary>
/// A stranger with nothing but docs/first-install.md: each line that it prints from "The frontend" to "The page" is typed as it stands and in its order,
/// until somebody is logged in to the node. The node is a persona of firmware and, once installed, a real sshd; a real package under a real systemd and
/// real installers have tests of their own.
/// </summary>
public sealed class StrangerTests : IDisposable
{
    private const string Page = "docs/first-install.md";
    private const string Host = "backend-0-0";

    private readonly string _folder = Directory.CreateTempSubdirectory("bootservice-stranger-").FullName;
    private readonly List<string> _typed = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task From_nothing_to_a_node_that_one_can_log_in_to_by_the_page_alone()
    {
        await using var lan = await BootLan.CreateAsync(Path.Combine(Checkout.Artifacts, "interop", nameof(StrangerTests)));
        await using var daemon = new DaemonProcess(lan);
        await using var node = await StrangersNode.CreateAsync(lan);
        await RandomPallet.DiscAsync(_folder, "CentOS-6.6-x86_64.iso");
        var agent = await RootsKeyAsync(lan, daemon, node);
        await using var keeper = agent;
        foreach (var line in Lines())
        {
            _typed.Add(line);
            if (line.StartsWith("apt-get install ", StringComparison.Ordinal))
            {
                continue; // a test of its own installs it, with all that it starts
            }

            if (line.StartsWith("systemctl ", StringComparison.Ordinal))
            {
                await StartAsync(daemon);
                continue;
            }

            if (line == $"stack watch {Host}")
            {
                await node.InstallAsync(daemon);
            }

            var result = await TypeAsync(lan, daemon, line);
            Assert.True(result.ExitCode == 0, $"{Page}: \"{line}\" ended with {result.ExitCode}: {result.Error}{result.Output}");
            if (line.StartsWith("stack run host ", StringComparison.Ordinal))
            {
                Assert.Contains("load average", result.Output, StringComparison.Ordinal);
            }
        }

        Assert.Contains(_typed, line => line.StartsWith($"stack run host {Host}", StringComparison.Ordinal));
        Assert.Equal("up", (await daemon.Stack.ListAsync("list", "host", "status", Host))[0]["state"]);
        (await lan.RunAsync(
            "curl", "-sS", "--fail", "-o", "/dev/null", "--cacert", Path.Combine(daemon.DataDirectory, "admin.crt"),
            $"https://{BootLan.Address}:8443/dashboard")).Succeeded();
    }

    /// <summary>What stands as a line to type between the frontend and the page, without the remark behind it.</summary>
    private static IEnumerable<string> Lines() => File.ReadLines(Path.Combine(Checkout.Root, Page))
        .SkipWhile(line => !line.StartsWith("## 1.", StringComparison.Ordinal)).TakeWhile(line => !line.StartsWith("## Firmware", StringComparison.Ordinal))
        .Where(line => line.StartsWith("    ", StringComparison.Ordinal)).Select(line => line.Split(" #")[0].Trim());

    private async Task StartAsync(DaemonProcess daemon)
    {
        if (_typed.Count(line => line.StartsWith("systemctl ", StringComparison.Ordinal)) > 1)
        {
            await daemon.StopAsync(TimeSpan.FromSeconds(10));
        }

        await daemon.StartAsync($"--config={Path.Combine(_folder, "bootservice.json")}");
    }

    /// <summary>Types a line as root of the frontend; its folders are folders of the test.</summary>
    private Task<ToolResult> TypeAsync(BootLan lan, DaemonProcess daemon, string line)
    {
        var typed = line.Replace("/etc/bootservice/", _folder + "/", StringComparison.Ordinal)
            .Replace("/export/discs", Path.Combine(_folder, "discs"), StringComparison.Ordinal);
        typed = typed.StartsWith("stack watch", StringComparison.Ordinal) ? $"timeout --preserve-status -s INT 8 {typed}"
            : typed.StartsWith("stack set password", StringComparison.Ordinal) ? $"printf 'a-long-word-1\\na-long-word-1\\n' | {typed}"
            : typed;
        return lan.RunAsync(
            "env", $"BOOTSERVICE_SOCKET={daemon.Socket}", $"SSH_AUTH_SOCK={Path.Combine(_folder, "agent.sock")}",
            $"PATH={Path.GetDirectoryName(Checkout.Program("stack"))}:{Environment.GetEnvironmentVariable("PATH")}", "bash", "-c", $"cd {_folder} && {typed}");
    }

    /// <summary>The key that the package makes for root, in an agent so that nobody's own is touched.</summary>
    private async Task<LabProcess> RootsKeyAsync(BootLan lan, DaemonProcess daemon, StrangersNode node)
    {
        var (key, socket) = (Path.Combine(_folder, "root-key"), Path.Combine(_folder, "agent.sock"));
        (await Tool.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key])).Succeeded();
        File.Copy(key + ".pub", daemon.PublicKey);
        node.Key = key + ".pub";
        var agent = lan.Start("ssh-agent", "ssh-agent", "-D", "-a", socket);
        await Poll.UntilAsync("the agent's socket", TimeSpan.FromMinutes(1), () => Task.FromResult(File.Exists(socket)));
        (await Tool.RunAsync("env", [$"SSH_AUTH_SOCK={socket}", "ssh-add", "-q", key])).Succeeded();
        return agent;
    }

    /// <summary>The machine that is switched on: it boots as firmware does, reports as an installer does, and lets in whom its kickstart names.</summary>
    private sealed class StrangersNode : IAsyncDisposable
    {
        private static readonly MacAddress Mac = MacAddress.Parse("08:00:27:00:00:01");
        private static readonly Ipv4 Address = BootLan.AddressOf(0);

        private readonly BootLan _lan;
        private readonly LanClient _client;
        private SecureShellServer? _sshd;

        private StrangersNode(BootLan lan, LanClient client) => (_lan, _client) = (lan, client);

        /// <summary>The public key of root of the frontend.</summary>
        public string Key { get; set; } = string.Empty;

        public static async Task<StrangersNode> CreateAsync(BootLan lan)
        {
            var client = await lan.AddClientAsync();
            foreach (var words in (string[])["set eth0 down", $"set eth0 address {Mac}", "set eth0 up"])
            {
                (await client.RunAsync("ip", ["link", .. words.Split(' ')])).Succeeded();
            }

            await client.TakeAddressAsync(Address);
            return new StrangersNode(lan, client);
        }

        public async Task InstallAsync(DaemonProcess daemon)
        {
            var kernel = Assert.IsType<BootEnd.Kernel>(await BootAsync());
            var kickstart = kernel.Arguments.Split(' ').First(word => word.StartsWith("ks=", StringComparison.Ordinal))["ks=".Length..];
            var text = (await _client.RunAsync("curl", "-sS", "--fail", kickstart)).Succeeded().Output;
            Assert.Contains((await File.ReadAllTextAsync(Key)).Trim(), text, StringComparison.Ordinal);
            await ReportAsync(kickstart, "stage", "/pre");
            await ReportAsync(kickstart, "stage", "/post");
            await ReportAsync(kickstart, "done", string.Empty);
            Assert.IsType<BootEnd.Disk>(await BootAsync());
            _sshd = await SecureShellServer.StartAsync(_lan, _client);
            await _sshd.AdmitAsync(Key);
            await ReportAsync(kickstart, "stage", "/confirmed");
        }

        public async ValueTask DisposeAsync() => await (_sshd?.DisposeAsync() ?? default);

        private async Task ReportAsync(string kickstart, string what, string step) =>
            (await _client.RunAsync("curl", "-sS", "--fail", kickstart.Replace("/ks/", $"/{what}/", StringComparison.Ordinal) + step)).Succeeded();

        private Task<BootEnd?> BootAsync() => NetworkNamespace.RunAsync(_client.Namespace, () =>
        {
            var runner = new PersonaRunner(
                new RunnerSettings(Address, BootLan.Address) { Way = BroadcastWay.Link, Device = LanClient.Interface, Hurry = true }, TimeProvider.System);
            var boot = new Boot(Persona.Bios, new Machine(Mac), new ServicePorts());
            foreach (var _ in runner.Run(boot, TestContext.Current.CancellationToken))
            {
                // Each step is in the timeline.
            }

            return boot.End;
        });
    }
}
