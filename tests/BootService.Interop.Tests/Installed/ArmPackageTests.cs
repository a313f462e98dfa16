using BootService.Lab;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Lab.Seed;
using Xunit;

namespace BootService.Interop.Tests.Installed;

/// <summary>
/// The programs of the package for 64-bit ARM on an emulated processor. What they ask of the kernel has ARM's numbers, which are not all those of x86.
/// </summary>
public sealed class ArmPackageTests
{
    private const string Host = "backend-0-0";

    [Fact(Explicit = true)]
    public async Task An_armed_host_boots_from_the_package_for_arm64()
    {
        Requirements.Demand();
        var root = Path.Combine(Checkout.Artifacts, "arm64-root");
        var build = Path.Combine(Checkout.Root, "tests", "arm64", "root");
        (await Tool.RunAsync(build, [root, BuiltPackage.Of("arm64")], limit: TimeSpan.FromMinutes(10))).Succeeded();
        var said = (await Tool.RunAsync("env", [.. Emulator(root), Path.Combine(root, "usr", "bin", "stack"), "--version"])).Succeeded();
        Assert.StartsWith("stack ", said.Output, StringComparison.Ordinal);

        await using var lan = await BootLan.CreateAsync(Path.Combine(Checkout.Artifacts, "interop", nameof(ArmPackageTests)));
        await using var daemon = new DaemonProcess(lan);
        var bootFiles = Path.Combine(root, "usr", "share", "bootservice", "bootfiles");
        daemon.Program = ["env", .. Emulator(root), Path.Combine(root, "usr/lib/bootservice/bootservice"), $"--BootFilesDirectory={bootFiles}"];
        await daemon.StartAsync();
        await RandomPallet.AddAsync(daemon.Stack, lan.Scratch);
        await daemon.Stack.RunAsync("add", "host", Host);
        await daemon.Stack.RunAsync(
            "add", "host", "interface", Host, "interface=eth0", $"mac={BootLan.MacOf(0)}", $"ip={BootLan.AddressOf(0)}", "network=private");
        await daemon.Stack.RunAsync("set", "host", "boot", Host, "action=install");
        foreach (var firmware in new[] { "bios", "uefi", "uefi-http" })
        {
            Assert.Equal("PASS", (await daemon.Stack.ListAsync("simulate", "boot", Host, $"firmware={firmware}"))[^1]["what"]);
        }

        // Leases that cannot be kept are told at the start.
        Assert.DoesNotContain(" eror ", daemon.Log.Text, StringComparison.Ordinal);
    }

    /// <summary>Code that is written by way of another mapping is not seen to change by an emulator of one process.</summary>
    private static string[] Emulator(string root) => [$"QEMU_LD_PREFIX={root}", "DOTNET_EnableWriteXorExecute=0", "qemu-aarch64"];
}
