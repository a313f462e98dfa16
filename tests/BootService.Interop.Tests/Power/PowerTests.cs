using System.Net;
using System.Net.Sockets;
using BootService.Lab.Frontend;
using BootService.Lab.Lan;
using BootService.Lab.Machines;
using BootService.Lab.Power;
using BootService.Lab.Processes;
using BootService.Protocols.Net;
using Xunit;

namespace BootService.Interop.Tests.Power;

/// <summary>An admin at a power switch: the daemon, real ipmitool, real ssh, BMCs on the LAN.</summary>
public sealed class PowerTests : IAsyncLifetime
{
    private const string Host = "backend-0-0";

    private static readonly Ipv4 BmcAddress = Ipv4.Parse("10.1.250.7");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private ServedLan? _served;

    private StackCommand Stack => _served!.Daemon.Stack;

    public async ValueTask InitializeAsync()
    {
        _served = await ServedLan.StartAsync(["--CheckAtStart=false"]);
        await Stack.RunAsync("add", "host", Host);
        await Stack.RunAsync("add", "host", "interface", Host, "interface=eth0", $"mac={BootLan.MacOf(0)}", $"ip={BootLan.AddressOf(0)}", "network=private");
    }

    public ValueTask DisposeAsync() => _served?.DisposeAsync() ?? default;

    [Fact]
    public async Task A_BMC_that_speaks_IPMI_is_asked_and_told()
    {
        var machine = new NoMachine();
        await using var bmc = await PlugInAsync(machine);
        Assert.Equal(("off", "ipmi"), await StatusAsync());
        Assert.Equal("switched on", await DoAsync("on"));
        Assert.Equal("was on already", await DoAsync("on"));
        Assert.Equal("reset", await DoAsync("reset"));
        Assert.Equal(("on", "ipmi"), await StatusAsync());
        Assert.Equal("switched off", await DoAsync("off"));
        Assert.Equal("was off, switched on", await DoAsync("reset"));
        Assert.Equal(["on", "reset", "off", "on"], machine.Done);

        var timeline = await Stack.ListAsync("list", "host", "event", Host);
        Assert.Equal(["power on", "power reset", "power off", "power reset"], timeline.Select(row => row["what"]));
        Assert.Contains(await Stack.ListAsync("list", "audit"), row => row["field"] == "power" && row["new"] == "off" && row["what"] == $"host {Host}");
        await NothingTellsThePasswordAsync();
    }

    [Fact]
    public async Task A_BMC_that_lets_nobody_in_or_is_not_there_is_told_from_one_that_is_switched_off()
    {
        await using var bmc = await PlugInAsync(new NoMachine());
        await SetAsync("power.password", "hunter2");
        Assert.Contains(
            $"the BMC at {BmcAddress} does not take the password of user \"admin\": set attribute power.password", await RefusalAsync(),
            StringComparison.Ordinal);
        await SetAsync("power.user", "root");
        Assert.Contains($"the BMC at {BmcAddress} has no user \"root\"", await RefusalAsync(), StringComparison.Ordinal);
        await SetAsync("power.address", "10.1.250.99");
        Assert.Contains("no BMC answers at 10.1.250.99 (UDP 623)", await RefusalAsync(), StringComparison.Ordinal);
        await SetAsync("power.address", "bmc.invalid");
        Assert.Contains("no name server knows bmc.invalid", await RefusalAsync(), StringComparison.Ordinal);
        await NothingTellsThePasswordAsync();
    }

    [Fact]
    public async Task A_magic_packet_reaches_the_LAN_of_the_card()
    {
        var sleeper = await _served!.Lan.AddClientAsync();
        await sleeper.TakeAddressAsync(BootLan.AddressOf(9));
        using var card = NetworkNamespace.Run(sleeper.Namespace, () =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 60_000 };
            socket.Bind(new IPEndPoint(IPAddress.Any, 9));
            return socket;
        });
        await SetAsync("power.method", "wol");
        Assert.Equal("magic packet sent", await DoAsync("on"));
        var packet = new byte[1500];
        Assert.Equal(102, card.Receive(packet));
        Assert.Equal(
            "FFFFFFFFFFFF" + string.Concat(Enumerable.Repeat($"{BootLan.MacOf(0)}".Replace(":", "", StringComparison.Ordinal).ToUpperInvariant(), 16)),
            Convert.ToHexString(packet, 0, 102));
        Assert.Contains(
            "Wake-on-LAN switches on and can do nothing else", (await Stack.TryAsync("set", "host", "power", Host, "command=off")).Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task VirtualBox_is_told_over_ssh_with_the_daemons_own_key()
    {
        var computer = await _served!.Lan.AddClientAsync();
        await computer.TakeAddressAsync(BmcAddress);
        await using var sshd = await SecureShellServer.StartAsync(_served.Lan, computer);
        await sshd.InstallAsync("VBoxManage", """
            state=$(cat "$HERE/state" 2> /dev/null || echo poweroff)
            echo "$*" >> "$HERE/log"
            case "$1 $3" in
              "showvminfo --machinereadable") [ "$2" = "node 0" ] || { echo "VBoxManage: error: Could not find a registered machine named '$2'" >&2; exit 1; }; echo "VMState=\"$state\"";;
              "startvm --type") echo running > "$HERE/state";;
              "controlvm poweroff") echo poweroff > "$HERE/state";;
              "controlvm reset") ;;
              *) exit 2;;
            esac
            """);
        await SetAsync("power.method", "virtualbox");
        await SetAsync("power.address", $"root@{BmcAddress}");
        var key = Path.Combine(_served.Daemon.DataDirectory, "ssh", "id_ed25519.pub");
        Assert.Contains($"root@{BmcAddress} does not let us in: append {key} to ~/.ssh/authorized_keys there", await RefusalAsync(), StringComparison.Ordinal);
        await sshd.AdmitAsync(key);
        Assert.Contains($"has no virtual machine \"{Host}\": set attribute power.machine", await RefusalAsync(), StringComparison.Ordinal);
        await SetAsync("power.machine", "node 0");
        Assert.Equal(("off", "virtualbox"), await StatusAsync());
        Assert.Equal("switched on", await DoAsync("on"));
        Assert.Equal("reset", await DoAsync("reset"));
        Assert.Equal("switched off", await DoAsync("off"));
        Assert.Equal(("off", "virtualbox"), await StatusAsync());
    }

    [Fact]
    public async Task A_BMC_switches_a_real_machine_on_which_boots_from_us()
    {
        await using var real = await VirtualMachine.CreateAsync(
            _served!.Lan, new MachineSettings("powered", BootLan.MacOf(0), BootService.Lab.Machines.Firmware.Bios) { MemoryMiB = 256, DiskMiB = 16 });
        await using var bmc = await PlugInAsync(new PoweredMachine(real));
        await Stack.RunAsync("set", "host", "boot", Host, "action=os");
        Assert.Equal("switched on", await DoAsync("on"));
        await BootsToDiskAsync(1);
        Assert.Equal("reset", await DoAsync("reset"));
        await BootsToDiskAsync(2);
        Assert.Equal("switched off", await DoAsync("off"));
        Assert.False(real.IsOn);

        await using var redfish = await RedfishAsync(new PoweredMachine(real));
        Assert.Equal(("off", "redfish"), await StatusAsync());
        Assert.Equal("was off, switched on", await DoAsync("reset"));
        Assert.True(real.IsOn);
        Assert.Equal("switched off", await DoAsync("off"));
        Assert.False(real.IsOn);
    }

    private async Task BootsToDiskAsync(int times) => await Poll.UntilAsync(
        $"boot {times} to the disk",
        Patience,
        async () => (await Stack.ListAsync("list", "host", "event", Host, "most=1000")).Count(
            row => row["stage"] == "configuration" && row["why"].StartsWith("boot from disk", StringComparison.Ordinal)) >= times);

    private async Task<IpmiBmc> PlugInAsync(IPowered machine)
    {
        var bmc = await IpmiBmc.StartAsync(_served!.Lan, BmcAddress, machine);
        await Stack.RunAsync("add", "host", "interface", Host, "interface=ipmi", $"ip={BmcAddress}");
        await SetAsync("ipmi_uname", IpmiBmc.User);
        await SetAsync("ipmi_pwd", IpmiBmc.Password);

        // The simulator, as many a BMC, does not say which suites it knows: asking costs ten seconds each time.
        await SetAsync("power.cipher", "3");
        await Poll.UntilAsync("the BMC's first answer", Patience, async () => (await Stack.TryAsync("list", "host", "power", Host)).ExitCode == 0);
        return bmc;
    }

    private async Task<RedfishBmc> RedfishAsync(IPowered machine)
    {
        var place = await _served!.Lan.AddClientAsync();
        var address = Ipv4.Parse("10.1.250.8");
        await place.TakeAddressAsync(address);
        var bmc = NetworkNamespace.Run(place.Namespace, () => RedfishBmc.Start(new IPEndPoint(IPAddress.Parse($"{address}"), 443), machine));
        await SetAsync("power.method", "redfish");
        await SetAsync("power.address", $"{address}");
        await SetAsync("power.user", bmc.User);
        await SetAsync("power.password", bmc.Password);
        await SetAsync("power.fingerprint", bmc.Fingerprint);
        return bmc;
    }

    private Task<string> SetAsync(string attribute, string value) => Stack.RunAsync("set", "host", "attr", Host, $"attr={attribute}", $"value={value}");

    private async Task<(string Power, string Method)> StatusAsync()
    {
        var row = Assert.Single(await Stack.ListAsync("list", "host", "power", Host));
        return (row["power"], row["method"]);
    }

    private async Task<string> DoAsync(string command) =>
        Assert.Single(await Stack.ListAsync("set", "host", "power", Host, $"command={command}", "timeout=100"))["result"];

    private async Task<string> RefusalAsync()
    {
        var refused = await Stack.TryAsync("set", "host", "power", Host, "command=on", "timeout=100");
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith($"error - host {Host} was not switched on: ", refused.Error, StringComparison.Ordinal);
        return refused.Error;
    }

    private async Task NothingTellsThePasswordAsync()
    {
        var told = _served!.Daemon.Log.Text + await Stack.RunAsync("list", "host", "event", Host) + await Stack.RunAsync(
            "list", "audit") + await Stack.RunAsync("list", "host", "attr", Host) + await Stack.RunAsync("dump");
        Assert.DoesNotContain(IpmiBmc.Password, told, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", told, StringComparison.Ordinal);
    }
}
