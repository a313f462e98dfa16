using System.Text;
using BootService.Lab;
using BootService.Lab.Lan;
using BootService.Lab.Machines;
using BootService.Lab.Seed;
using Xunit;

namespace BootService.Interop.Tests.FirmwareBoots;

/// <summary>
/// Installed machines whose firmware tries the network first, every way it knows, and that are to boot their own disk: how each way is ended, and, on
/// the test's own record, how long that takes. What counts is the difference between BIOS and UEFI in one run.
/// </summary>
public sealed class OwnDiskTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Host = "backend-4-2";
    private const string OnDisk = "The own disk starts.";
    private const string SignedShim = "/usr/lib/shim/shimx64.efi.signed";
    private const string SignedGrub = "/usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private ServedLan? _served;

    public async ValueTask InitializeAsync() => _served = await ServedLan.StartAsync();

    public ValueTask DisposeAsync() => _served?.DisposeAsync() ?? default;

    [Fact(Explicit = true)]
    public async Task BIOS() => await BootsItsDiskAsync(Machine("own-bios", BootService.Lab.Machines.Firmware.Bios), "auto");

    [Fact(Explicit = true)]
    public async Task UEFI_as_it_comes() => await BootsItsDiskAsync(Uefi("own-uefi"), "auto");

    [Fact(Explicit = true)]
    public async Task UEFI_by_HTTP_first() => await BootsItsDiskAsync(Uefi("own-http") with { HttpBoot = true }, "auto");

    [Fact(Explicit = true)]
    public async Task UEFI_with_Secure_Boot() => await BootsItsDiskAsync(Uefi("own-secure") with { SecureBoot = true }, "shim");

    [Theory(Explicit = true)]
    [InlineData(BootService.Lab.Machines.Firmware.Bios, false, "SYSLINUX 6")]
    [InlineData(BootService.Lab.Machines.Firmware.Uefi, false, "Welcome to GRUB!")]
    [InlineData(BootService.Lab.Machines.Firmware.Uefi, true, "Welcome to GRUB!")]
    public async Task After_an_install_the_firmware_goes_by_one_way_of_the_network_alone(
        BootService.Lab.Machines.Firmware firmware, bool secure, string loader)
    {
        var node = new SeedNode(0, firmware);
        await new SeedCluster(_served!.Daemon, [node, new SeedNode(1, BootService.Lab.Machines.Firmware.Bios)]).DescribeAsync(await Checkout.PalletAsync());
        await _served.Daemon.Stack.RunAsync("set", "host", "attr", node.Name, "attr=loader", $"value={(secure ? "shim" : "auto")}");
        await _served.Daemon.Stack.RunAsync("set", "host", "boot", node.Name, "action=install");
        var settings = node.Machine with { AsItComes = true, SecureBoot = secure, KeepsBootOrder = firmware is not BootService.Lab.Machines.Firmware.Bios };
        await using var machine = await VirtualMachine.CreateAsync(_served.Lan, settings);
        machine.PowerOn();
        await machine.Console.SeeAsync(Limits.Install, node.UpMarkers);
        await machine.PowerOffAsync();
        await TakesAsync(machine, loader);
    }

    private static MachineSettings Machine(string name, BootService.Lab.Machines.Firmware firmware) =>
        new(name, BootLan.MacOf(0x42), firmware) { AsItComes = true };

    private MachineSettings Uefi(string name) => Machine(name, BootService.Lab.Machines.Firmware.Uefi) with { DiskFolder = SystemPartition(name) };

    private async Task BootsItsDiskAsync(MachineSettings settings, string loader)
    {
        var stack = _served!.Daemon.Stack;
        await stack.RunAsync("add", "host", Host);
        await stack.RunAsync("add", "host", "interface", Host, "interface=eth0", $"mac={settings.Mac}", $"ip={BootLan.AddressOf(0x42)}", "network=private");
        await stack.RunAsync("set", "host", "attr", Host, "attr=loader", $"value={loader}");

        await using var machine = await VirtualMachine.CreateAsync(_served.Lan, settings);
        if (settings.DiskFolder is null)
        {
            await machine.WriteDiskAsync(BootSector());
        }

        await TakesAsync(machine, OnDisk);

        // It went by the network: its firmware was heard, and told something to boot or to pass over.
        var events = await stack.ListAsync("list", "host", "event", Host, "most=1000");
        Assert.Contains(events, row => row["stage"] == "dhcp" && row["what"] == "OFFER");
        Assert.DoesNotContain(events, row => row["outcome"] == "failed");
    }

    /// <summary>Switches a machine on and waits for what the loader on its disk prints.</summary>
    private async Task TakesAsync(VirtualMachine machine, string loader)
    {
        var began = TimeProvider.System.GetTimestamp();
        machine.PowerOn();
        await machine.Console.SeeAsync(Patience, loader);
        output.WriteLine(
            $"{machine.Settings.Name}: {TimeProvider.System.GetElapsedTime(began).TotalSeconds:0.0} s from power-on to the loader on the own disk");
    }

    /// <summary>An EFI system partition with Debian's signed loaders, which say a word and stop.</summary>
    private string SystemPartition(string name)
    {
        var folder = Path.Combine(_served!.Lan.Scratch, name);
        var boot = Directory.CreateDirectory(Path.Combine(folder, "EFI", "BOOT")).FullName;
        File.Copy(SignedShim, Path.Combine(boot, "BOOTX64.EFI"));
        File.Copy(SignedGrub, Path.Combine(boot, "grubx64.efi"));

        // The signed GRUB looks for its configuration where its maker put it.
        var debian = Directory.CreateDirectory(Path.Combine(folder, "EFI", "debian")).FullName;
        File.WriteAllText(Path.Combine(debian, "grub.cfg"), $"echo '{OnDisk}'\nsleep 600\n");
        return folder;
    }

    /// <summary>A first sector that says a word by the BIOS's teletype (INT 10h, AH=0Eh) and stops.</summary>
    private static byte[] BootSector()
    {
        var sector = new byte[512];
        byte[] code =
        [
            0x31, 0xC0,         // xor ax, ax
            0x8E, 0xD8,         // mov ds, ax
            0xBE, 0x18, 0x7C,   // mov si, 7C18h: the text, behind the code
            0xAC,               // lodsb
            0x84, 0xC0,         // test al, al
            0x74, 0x09,         // jz to hlt
            0xB4, 0x0E,         // mov ah, 0Eh
            0xBB, 0x07, 0x00,   // mov bx, 7
            0xCD, 0x10,         // int 10h
            0xEB, 0xF2,         // jmp to lodsb
            0xF4,               // hlt
            0xEB, 0xFD,         // jmp to hlt
        ];
        code.CopyTo(sector, 0);
        Encoding.ASCII.GetBytes(OnDisk, sector.AsSpan(code.Length));
        sector[510] = 0x55;
        sector[511] = 0xAA;
        return sector;
    }
}
