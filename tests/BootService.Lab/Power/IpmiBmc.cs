using System.Net;
using System.Net.Sockets;
using BootService.Lab.Lan;
using BootService.Lab.Processes;
using BootService.Protocols.Net;

namespace BootService.Lab.Power;

/// <summary>A BMC on the LAN that real ipmitool speaks IPMI 2.0 to: OpenIPMI's simulator, whose hand on the machine is ours.</summary>
public sealed class IpmiBmc : IAsyncDisposable
{
    /// <summary>Who may log in.</summary>
    public const string User = "admin";

    /// <summary>With what.</summary>
    public const string Password = "calvin-7";

    // The simulator runs it with "get power", "set power 1", "set reset 1" and the like, and reads "power:1" from it.
    private const string Control = """
        #!/bin/bash
        exec 3<>/dev/tcp/127.0.0.1/PORT || exit 1
        echo "$*" >&3
        read -r answer <&3
        [ -z "$answer" ] || echo "$answer"
        """;

    private const string Lan = """
        name "bmc"
        set_working_mc 0x20
          startlan 1
            addr ADDRESS 623
            priv_limit admin
            allowed_auths_callback none md2 md5 straight
            allowed_auths_user none md2 md5 straight
            allowed_auths_operator none md2 md5 straight
            allowed_auths_admin none md2 md5 straight
            guid a123456789abcdefa123456789abcdef
          endlan
          chassis_control "CONTROL"
          user 1 true "" "" user 10 none md2 md5 straight
          user 2 true "USER" "PASSWORD" admin 10 none md2 md5 straight

        """;

    private const string Controller = """
        mc_setbmc 0x20
        mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
        mc_enable 0x20

        """;

    private readonly TcpListener _hand;
    private readonly IPowered _machine;
    private readonly LabProcess _simulator;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _work;

    private IpmiBmc(TcpListener hand, IPowered machine, LabProcess simulator)
    {
        (_hand, _machine, _simulator) = (hand, machine, simulator);
        _work = ServeAsync();
    }

    /// <summary>Plugs one into the LAN.</summary>
    /// <param name="lan">The LAN.</param>
    /// <param name="address">Its address there.</param>
    /// <param name="machine">What its hand is on.</param>
    public static async Task<IpmiBmc> StartAsync(BootLan lan, Ipv4 address, IPowered machine)
    {
        var client = await lan.AddClientAsync();
        await client.TakeAddressAsync(address);
        var hand = NetworkNamespace.Run(client.Namespace, () =>
        {
            var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return listener;
        });
        var folder = Directory.CreateDirectory(Path.Combine(lan.Scratch, client.Namespace)).FullName;
        var control = Path.Combine(folder, "control");
        await File.WriteAllTextAsync(control, Control.Replace("PORT", $"{((IPEndPoint)hand.LocalEndpoint).Port}", StringComparison.Ordinal) + "\n");
        File.SetUnixFileMode(control, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "lan.conf"),
            Lan.Replace("ADDRESS", $"{address}", StringComparison.Ordinal).Replace("CONTROL", control, StringComparison.Ordinal)
                .Replace("USER", User, StringComparison.Ordinal).Replace("PASSWORD", Password, StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(folder, "controller"), Controller);
        Directory.CreateDirectory(Path.Combine(folder, "state"));
        var simulator = client.Start(
            $"bmc-{address}", "ipmi_sim", "-c", Path.Combine(folder, "lan.conf"), "-f", Path.Combine(folder, "controller"), "-s", Path.Combine(folder, "state"),
            "-n");
        return new IpmiBmc(hand, machine, simulator);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _simulator.DisposeAsync();
        await _end.CancelAsync();
        _hand.Stop();
        await _work;
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var caller = await _hand.AcceptTcpClientAsync(_end.Token);
                await using var stream = caller.GetStream();
                using var reader = new StreamReader(stream);
                if (await reader.ReadLineAsync(_end.Token) is { } asked)
                {
                    await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes(await DoAsync(asked) + "\n"), _end.Token);
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or IOException or ObjectDisposedException
            or InvalidOperationException)
        {
            // It is unplugged; between two callers the listener says so by InvalidOperationException.
        }
    }

    private async Task<string> DoAsync(string asked)
    {
        switch (asked)
        {
            case "get power":
                return _machine.IsOn ? "power:1" : "power:0";
            case "set power 1":
                await _machine.OnAsync();
                return string.Empty;
            case "set power 0":
                await _machine.OffAsync();
                return string.Empty;
            case "set reset 1":
                await _machine.ResetAsync();
                return string.Empty;
            default:
                return string.Empty;
        }
    }
}
