using BootService.Lab;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Seed;
using Xunit;

namespace BootService.Interop.Tests.Frontend;

/// <summary>A frontend burns down: its backup is put back on an empty machine, whose address is another, and nodes boot from that.</summary>
public sealed class RestoreElsewhereTests : IDisposable
{
    private const string Host = "backend-0-0";
    private const string Elsewhere = "10.7.0.1";

    private readonly string _folder = Directory.CreateTempSubdirectory("bootservice-moved-").FullName;

    private string Copy => Path.Combine(_folder, "frontend.tar");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Nodes_boot_from_what_was_put_back_at_another_address()
    {
        await BackUpAsync();
        await using var lan = await BootLan.CreateAsync(Path.Combine(Checkout.Artifacts, "interop", nameof(RestoreElsewhereTests) + "-there"));
        (await lan.RunAsync("ip", "addr", "flush", "dev", BootLan.Interface)).Succeeded();
        (await lan.RunAsync("ip", "addr", "add", $"{Elsewhere}/16", "brd", "+", "dev", BootLan.Interface)).Succeeded();
        await using var daemon = new DaemonProcess(lan);
        var settings = await SettingsAsync("there.json", "{}");
        var restored = (await lan.RunAsync(
            Checkout.Program("bootservice"), "--restore", Copy, $"--config={settings}", $"--DataDirectory={daemon.DataDirectory}",
            $"--ExportDirectory={daemon.ExportDirectory}", $"--Frontend:PublicKey={daemon.PublicKey}")).Succeeded().Output;
        Assert.Contains("1 of them set to install then and not any more", restored, StringComparison.Ordinal);
        Assert.Contains($"this frontend was {BootLan.Address} and is {Elsewhere}: network private is 10.7.0.0/16", restored, StringComparison.Ordinal);
        Assert.Contains("site.repo (global)", restored, StringComparison.Ordinal);

        await daemon.StartAsync($"--config={settings}");
        var stack = daemon.Stack;
        Assert.Equal("os", await stack.ActionOfAsync(Host));
        await stack.RunAsync("set", "host", "boot", Host, "action=install");
        var kickstart = await stack.RunAsync("list", "host", "profile", Host);
        Assert.Contains($"--url=http://{Elsewhere}/install/pallets/CentOS/6.6", kickstart, StringComparison.Ordinal);
        Assert.Contains($"echo http://{Elsewhere}/site", kickstart, StringComparison.Ordinal);
        Assert.DoesNotContain($"{BootLan.Address}", kickstart, StringComparison.Ordinal);
        Assert.Contains("PASS", await stack.RunAsync("simulate", "boot", Host), StringComparison.Ordinal);
        (await lan.RunAsync(
            "curl", "-sS", "--fail", "-o", "/dev/null", "--cacert", Path.Combine(daemon.DataDirectory, "admin.crt"), $"https://{Elsewhere}:8443/dashboard"))
            .Succeeded();
    }

    private async Task BackUpAsync()
    {
        var settings = await SettingsAsync("here.json", $$"""{ "Admin": { "Listen": "{{BootLan.Address}}:8443" } }""");
        await using var served = await ServedLan.StartAsync([$"--config={settings}"]);
        var stack = served.Daemon.Stack;
        await served.Daemon.WriteProfileAsync("extend-backend.xml", "<kickstart>\n<post>\necho &site.repo;\n</post>\n</kickstart>\n");
        await RandomPallet.AddAsync(stack, served.Lan.Scratch);
        await stack.RunAsync("set", "attr", "attr=site.repo", $"value=http://{BootLan.Address}/site");
        await stack.RunAsync("add", "host", Host);
        await stack.RunAsync("add", "host", "interface", Host, "interface=eth0", $"mac={BootLan.MacOf(0)}", $"ip={BootLan.AddressOf(0)}");
        await stack.RunAsync("set", "host", "boot", Host, "action=install");
        Assert.Contains("read back whole", await stack.RunAsync("backup", $"file={Copy}", "pallets=yes"), StringComparison.Ordinal);
    }

    private async Task<string> SettingsAsync(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, text);
        return path;
    }
}
