using System.Security.Cryptography.X509Certificates;
using BootService.Lab;
using BootService.Lab.Lan;
using BootService.Lab.Machines;
using Xunit;

namespace BootService.Interop.Tests.FirmwareBoots;

/// <summary>
/// Real firmware of each kind, from power-on through our server to a kernel that has fetched its kickstart. The rest are explicit: "make interop" runs them
/// too.
/// </summary>
public sealed class FirmwareTests : IAsyncLifetime
{
    private const string Host = "backend-4-0";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private ServedLan? _served;

    public async ValueTask InitializeAsync()
    {
        _served = await ServedLan.StartAsync();
        await _served.Daemon.Stack.RunAsync("add", "pallet", await Checkout.PalletAsync());
        await _served.Daemon.Stack.RunAsync("enable", "pallet", "CentOS");
    }

    public ValueTask DisposeAsync() => _served?.DisposeAsync() ?? default;

    [Fact]
    public Task Secure_Boot_starts_shim_signed_GRUB_and_the_kernel() =>
        Boots(Machine("secure", BootService.Lab.Machines.Firmware.Uefi) with { SecureBoot = true }, "shim", "shimx64.efi", "grubx64.efi");

    [Fact]
    public Task UEFI_boots_by_HTTP_alone() => Boots(Machine("http", BootService.Lab.Machines.Firmware.Uefi) with { HttpBoot = true }, "auto", "snponly.efi");

    [Fact(Explicit = true)]
    public async Task UEFI_that_carries_our_certificate_boots_by_HTTPS()
    {
        var daemon = _served!.Daemon;
        await daemon.StopAsync(Limits.Stop);
        await daemon.StartAsync("--Http:TlsPort=443");
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(daemon.DataDirectory, "admin.crt"));
        await Boots(
            Machine("https", BootService.Lab.Machines.Firmware.Uefi) with { HttpBoot = true, Trusts = certificate.RawData }, "auto", ["snponly.efi"], "https");
        await daemon.StopAsync(Limits.Stop);
    }

    [Fact(Explicit = true)]
    public Task UEFI_boots_through_signed_GRUB_without_shim() => Boots(Machine("grub", BootService.Lab.Machines.Firmware.Uefi), "grub", "grubx64.efi");

    [Fact(Explicit = true)]
    public Task An_Intel_card_s_own_iPXE_boots_BIOS() => Boots(Machine("e1000", BootService.Lab.Machines.Firmware.Bios) with { NetworkCard = "e1000" }, "auto");

    [Fact(Explicit = true)]
    public Task An_Intel_card_s_own_iPXE_boots_UEFI() =>
        Boots(Machine("e1000efi", BootService.Lab.Machines.Firmware.Uefi) with { NetworkCard = "e1000", CardRom = true }, "auto");

    [Fact(Explicit = true)]
    public Task The_card_of_old_VirtualBox_boots_by_itself() =>
        Boots(Machine("pcnet", BootService.Lab.Machines.Firmware.Bios) with { NetworkCard = "pcnet" }, "auto", "pxelinux.0");

    [Theory(Explicit = true)]
    [InlineData(BootService.Lab.Machines.Firmware.Bios, "memtest")]
    [InlineData(BootService.Lab.Machines.Firmware.Uefi, "memtest.efi")]
    public async Task The_memory_test_starts_on_either_kind_of_firmware(BootService.Lab.Machines.Firmware firmware, string kernel)
    {
        // It has nothing to draw on without a screen, and UEFI then refuses to start it.
        var settings = Machine("memory", firmware) with { Screen = true };
        var stack = _served!.Daemon.Stack;
        await AddAsync(settings, "auto");
        await stack.RunAsync("set", "host", "attr", Host, "attr=console", "value=ttyS0,115200");
        await stack.RunAsync("set", "host", "runaction", Host, "action=memtest");

        await using var machine = await VirtualMachine.CreateAsync(_served.Lan, settings);
        machine.PowerOn();
        await machine.Console.SeeAsync(Patience, "Memtest86+");
        await SawAsync(kernel);
    }

    private static MachineSettings Machine(string name, BootService.Lab.Machines.Firmware firmware) => new(name, BootLan.MacOf(0x40), firmware);

    private Task Boots(MachineSettings settings, string loader, params string[] fetched) => Boots(settings, loader, fetched, quirks: "");

    private async Task Boots(MachineSettings settings, string loader, string[] fetched, string quirks)
    {
        await AddAsync(settings, loader);
        if (quirks.Length > 0)
        {
            await _served!.Daemon.Stack.RunAsync("set", "host", "attr", Host, "attr=dhcp.quirks", $"value={quirks}");
        }

        await _served!.Daemon.Stack.RunAsync("set", "host", "boot", Host, "action=install");

        await using var machine = await VirtualMachine.CreateAsync(_served.Lan, settings);
        machine.PowerOn();
        await machine.Console.SeeAsync(Patience, "pallet: kickstart fetched");

        await SawAsync(fetched);
    }

    private async Task AddAsync(MachineSettings settings, string loader)
    {
        var stack = _served!.Daemon.Stack;
        await stack.RunAsync("add", "host", Host);
        await stack.RunAsync("add", "host", "interface", Host, "interface=eth0", $"mac={settings.Mac}", $"ip={BootLan.AddressOf(0x40)}", "network=private");
        await stack.RunAsync("set", "host", "attr", Host, "attr=loader", $"value={loader}");
    }

    private async Task SawAsync(params string[] fetched)
    {
        var events = await _served!.Daemon.Stack.ListAsync("list", "host", "event", Host, "most=1000");
        Assert.All(fetched, name => Assert.Contains(events, row => row["outcome"] == "ok" && row["what"].EndsWith(name, StringComparison.Ordinal)));
    }
}
