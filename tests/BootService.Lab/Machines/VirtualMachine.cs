using System.Security.Cryptography;
using BootService.Lab.Lan;
using BootService.Lab.Processes;

namespace BootService.Lab.Machines;

/// <summary>
/// A machine with real firmware on the boot LAN: it starts from the network, then from its disk. Its console is the serial port;
/// its disk and UEFI variables stay from one power-on to the next.
/// </summary>
public sealed class VirtualMachine : IAsyncDisposable
{
    private readonly BootLan _lan;
    private readonly MachineFiles _files;
    private readonly string _tap;
    private LabProcess? _process;

    private VirtualMachine(BootLan lan, MachineSettings settings, MachineFiles files, string tap) =>
        (_lan, Settings, _files, _tap) = (lan, settings, files, tap);

    /// <summary>What it is.</summary>
    public MachineSettings Settings { get; }

    /// <summary>Its disk, to be read while it is off or has flushed what is asked for.</summary>
    public NodeDisk Disk => new(_files.Disk);

    /// <summary>What tells its disks, all of them, from any others, to the byte; to be asked while it is off.</summary>
    public async Task<string> DigestAsync()
    {
        var digests = new List<string>();
        foreach (var image in Settings.OtherDiskMiB > 0 ? new[] { _files.Disk, _files.OtherDisk } : [_files.Disk])
        {
            await using var disk = File.OpenRead(image);
            digests.Add(Convert.ToHexString(await SHA256.HashDataAsync(disk)));
        }

        return string.Join(' ', digests);
    }

    /// <summary>What it has printed on its serial port since it was last powered on.</summary>
    /// <exception cref="LabException">It has never been on.</exception>
    public OutputLog Console => Running.Output;

    /// <summary>Whether it is on.</summary>
    public bool IsOn => _process is { Exited.IsCompleted: false };

    /// <summary>Completes when its power goes off.</summary>
    /// <exception cref="LabException">It has never been on.</exception>
    public Task<int> Exited => Running.Exited;

    /// <summary>Whether this processor runs machines itself. A /dev/kvm without vmx or svm lets Linux guests hang.</summary>
    public static bool HasHardwareSupport { get; } =
        File.Exists("/dev/kvm") && File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal))?
            .Split(' ') is { } flags && (flags.Contains("vmx") || flags.Contains("svm"));

    private LabProcess Running => _process ?? throw new LabException($"{Settings.Name} has not been powered on");

    /// <summary>Puts a machine with an empty disk on the LAN; it stays off.</summary>
    public static async Task<VirtualMachine> CreateAsync(BootLan lan, MachineSettings settings)
    {
        var files = new MachineFiles(
            Path.Combine(lan.Scratch, $"{settings.Name}.disk"),
            Path.Combine(lan.Scratch, $"{settings.Name}.disk2"),
            Path.Combine(lan.Scratch, $"{settings.Name}.vars"),
            Path.Combine(lan.Scratch, $"{settings.Name}.qmp"),
            Path.Combine(lan.Scratch, $"{settings.Name}.esl"));
        await MakeDiskAsync(files.Disk, settings.DiskMiB);
        if (settings.OtherDiskMiB > 0)
        {
            await MakeDiskAsync(files.OtherDisk, settings.OtherDiskMiB);
        }

        File.Copy(QemuArguments.VariablesOf(settings), files.Variables);
        if (settings.Trusts is { } certificate)
        {
            await File.WriteAllBytesAsync(files.Certificates, SignatureList.Of(certificate));
        }

        return new VirtualMachine(lan, settings, files, await lan.AddTapAsync());
    }

    /// <summary>Writes to the beginning of its disk: to be done while it is off.</summary>
    public async Task WriteDiskAsync(ReadOnlyMemory<byte> octets)
    {
        await using var disk = File.OpenWrite(_files.Disk);
        await disk.WriteAsync(octets);
    }

    /// <summary>Presses the power button of a machine that is off.</summary>
    public void PowerOn()
    {
        if (IsOn)
        {
            throw new LabException($"{Settings.Name} is on already");
        }

        _process = _lan.Start(Settings.Name, QemuArguments.ProgramOf(Settings), QemuArguments.Of(Settings, _files, _tap, HasHardwareSupport));
    }

    /// <summary>Presses the reset button: what was not on the disk is lost.</summary>
    public Task ResetAsync() => QemuMonitor.ExecuteAsync(_files.Monitor, "system_reset");

    /// <summary>Pulls the cable of one of its further cards, or puts it in again.</summary>
    /// <param name="card">Which of <see cref="MachineSettings.OtherCards"/>, from 0.</param>
    /// <param name="isIn">Whether it is in from now on.</param>
    public Task SetCableAsync(int card, bool isIn) =>
        QemuMonitor.ExecuteAsync(_files.Monitor, "set_link", $$"""{"name":"card{{card}}","up":{{(isIn ? "true" : "false")}}}""");

    /// <summary>Pulls the cord of a machine that is on.</summary>
    public Task PowerOffAsync() => Running.KillAsync();

    private static async Task MakeDiskAsync(string image, int megabytes)
    {
        await using var disk = File.Create(image);
        disk.SetLength(megabytes * 1024L * 1024);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }
}
