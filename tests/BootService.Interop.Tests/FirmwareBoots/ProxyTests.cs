using BootService.Lab;
using BootService.Lab.Lan;
using BootService.Lab.Machines;
using Xunit;

namespace BootService.Interop.Tests.FirmwareBoots;

/// <summary>Real firmware beside a foreign DHCP server: dnsmasq gives the addresses and knows nothing of booting, ours only says what to boot.</summary>
public sealed class ProxyTests
{
    private const string Host = "backend-4-1";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Theory(Explicit = true)]
    [InlineData(BootService.Lab.Machines.Firmware.Uefi, "-no-vendor-options", "dhcp")]
    [InlineData(BootService.Lab.Machines.Firmware.Uefi, "no-vendor-options", "bootserver")]
    [InlineData(BootService.Lab.Machines.Firmware.Bios, "-no-vendor-options", "dhcp")]
    public async Task A_machine_takes_its_address_there_and_its_loader_here(BootService.Lab.Machines.Firmware firmware, string quirks, string stage)
    {
        // With option 43 the boot file of the offer is taken; without, edk2 asks port 4011.
        await using var served = await ServedLan.StartAsync(["--Dhcp:Mode=proxy"]);
        var stack = served.Daemon.Stack;
        await stack.RunAsync("add", "pallet", await Checkout.PalletAsync());
        await stack.RunAsync("enable", "pallet", "CentOS");
        var (mac, address) = (BootLan.MacOf(0x41), BootLan.AddressOf(0x41));
        await stack.RunAsync("add", "host", Host);
        await stack.RunAsync("add", "host", "interface", Host, "interface=eth0", $"mac={mac}", $"ip={address}", "network=private");
        await stack.RunAsync("set", "host", "attr", Host, "attr=dhcp.quirks", $"value={quirks}");
        await stack.RunAsync("set", "host", "boot", Host, "action=install");

        var foreign = await served.Lan.AddClientAsync();
        await foreign.TakeAddressAsync(BootLan.AddressOf(0x66));
        await using var dnsmasq = foreign.Start(
            "dnsmasq", "dnsmasq", "--keep-in-foreground", "--log-facility=-", "--log-dhcp", "--conf-file=/dev/null", "--user=root", "--port=0", "--no-ping",
            $"--interface={LanClient.Interface}", "--bind-interfaces",
            $"--dhcp-range={BootLan.Network.Address},static,255.255.0.0", $"--dhcp-host={mac},{address}",
            $"--dhcp-leasefile={Path.Combine(served.Lan.Scratch, "foreign.leases")}", "--pid-file");
        await dnsmasq.SeeAsync(TimeSpan.FromSeconds(60), "sockets bound exclusively");

        await using var machine = await VirtualMachine.CreateAsync(served.Lan, new MachineSettings("proxied", mac, firmware));
        machine.PowerOn();
        await machine.Console.SeeAsync(Patience, "pallet: kickstart fetched");

        var events = await stack.ListAsync("list", "host", "event", Host, "most=1000");
        Assert.Contains(events, row => row["stage"] == stage && row["outcome"] == "ok");
        Assert.Contains($"{address} {mac}", dnsmasq.Output.Text, StringComparison.Ordinal);
    }
}
