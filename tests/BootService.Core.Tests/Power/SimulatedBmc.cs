using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace BootService.Core.Tests.Power;

/// <summary>OpenIPMI's simulator, which keeps what ipmitool tells it of its place in the network.</summary>
internal sealed class SimulatedBmc : IAsyncDisposable
{
    // The simulator has it keep the values: "get NAME NAME", "check NAME VALUE", "set NAME VALUE".
    private const string Keeper = """
        #!/bin/sh
        case $1 in
        get) shift; for name; do echo "$name:$(sed -n "s/^set $name //p" FOLDER/values | tail -n 1)"; done;;
        set) echo "$*" >> FOLDER/values; echo "$*" >> FOLDER/told;;
        esac
        """;

    private const string AsBought = """
        set ip_addr_src dhcp
        set ip_addr 192.168.0.120
        set subnet_mask 255.255.255.0
        set mac_addr 02:00:00:00:00:01
        set default_gw_ip_addr 192.168.0.1
        set default_gw_mac_addr 00:00:00:00:00:00
        set backup_gw_ip_addr 0.0.0.0
        set backup_gw_mac_addr 00:00:00:00:00:00

        """;

    private const string Lan = """
        name "bmc"
        set_working_mc 0x20
          startlan 1
            addr 127.0.0.1 PORT
            priv_limit admin
            allowed_auths_callback none md2 md5 straight
            allowed_auths_user none md2 md5 straight
            allowed_auths_operator none md2 md5 straight
            allowed_auths_admin none md2 md5 straight
            guid a123456789abcdefa123456789abcdef
            lan_config_program "FOLDER/keeper"
          endlan
          user 1 true "" "" user 10 none md2 md5 straight
          user 2 true "admin" "secret" admin 10 none md2 md5 straight

        """;

    private const string Controller = "mc_setbmc 0x20\nmc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr\nmc_enable 0x20\n";

    private readonly string _folder;
    private readonly Process _simulator;

    private SimulatedBmc(string folder, Process simulator) => (_folder, _simulator) = (folder, simulator);

    /// <summary>One as it was bought, with an address by DHCP.</summary>
    public static async Task<SimulatedBmc> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("bootservice-bmc-").FullName;
        using var free = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        free.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)free.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture);
        free.Close();
        await File.WriteAllTextAsync(Path.Combine(folder, "values"), AsBought);
        await WriteProgramAsync(Path.Combine(folder, "keeper"), Keeper.Replace("FOLDER", folder, StringComparison.Ordinal));

        // The script speaks to its own machine's BMC; here that is across the loopback.
        var tool = $"#!/bin/sh\nexec /usr/bin/ipmitool -I lanplus -C 3 -R 2 -H 127.0.0.1 -p {port} -U admin -P secret \"$@\"";
        await WriteProgramAsync(Path.Combine(folder, "ipmitool"), tool);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "lan"), Lan.Replace("PORT", port, StringComparison.Ordinal).Replace("FOLDER", folder, StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(folder, "controller"), Controller);
        Directory.CreateDirectory(Path.Combine(folder, "state"));
        var simulator = Process.Start(new ProcessStartInfo(
            "ipmi_sim", ["-c", Path.Combine(folder, "lan"), "-f", Path.Combine(folder, "controller"), "-s", Path.Combine(folder, "state"), "-n"])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        })!;
        var bmc = new SimulatedBmc(folder, simulator);
        var begun = Stopwatch.GetTimestamp();
        while (!(await bmc.PrintAsync()).Contains("IP Address Source", StringComparison.Ordinal))
        {
            Xunit.Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(40), "the simulated BMC does not answer");
        }

        return bmc;
    }

    /// <summary>Runs a script at its machine.</summary>
    /// <returns>Its exit code, and what it said that is no plain progress.</returns>
    public async Task<(int Exit, string Said)> RunAsync(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-s"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            Environment = { ["PATH"] = $"{_folder}:{Environment.GetEnvironmentVariable("PATH")}" },
        })!;
        await shell.StandardInput.WriteAsync(script);
        shell.StandardInput.Close();
        var output = shell.StandardOutput.ReadToEndAsync();
        var said = await shell.StandardError.ReadToEndAsync();
        await output;
        await shell.WaitForExitAsync();
        return (shell.ExitCode, said);
    }

    /// <summary>What it shows of its LAN.</summary>
    public async Task<string> PrintAsync()
    {
        using var tool = Process.Start(new ProcessStartInfo(Path.Combine(_folder, "ipmitool"), ["lan", "print", "1"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var error = tool.StandardError.ReadToEndAsync();
        var text = await tool.StandardOutput.ReadToEndAsync();
        await error;
        await tool.WaitForExitAsync();
        return text;
    }

    /// <summary>What it was told since this was asked last, in order.</summary>
    public string[] TakeTold()
    {
        var file = Path.Combine(_folder, "told");
        var told = File.Exists(file) ? File.ReadAllLines(file) : [];
        File.Delete(file);
        return told;
    }

    /// <summary>Pulls its plug.</summary>
    public async Task StopAsync()
    {
        _simulator.Kill();
        await _simulator.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _simulator.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task WriteProgramAsync(string file, string text)
    {
        await File.WriteAllTextAsync(file, text + "\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
