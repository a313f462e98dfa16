using BootService.Lab.Lan;
using BootService.Lab.Processes;

namespace BootService.Lab.Power;

/// <summary>A real sshd on the LAN, which lets in whose keys it is given, and runs what lies in a folder of its own before what is installed.</summary>
public sealed class SecureShellServer : IAsyncDisposable
{
    private const string Config = """
        ListenAddress 0.0.0.0
        HostKey FOLDER/host
        AuthorizedKeysFile FOLDER/authorized_keys
        StrictModes no
        PermitRootLogin prohibit-password
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        UsePAM no
        PidFile none
        SetEnv PATH=FOLDER/bin:/usr/bin:/bin
        MaxStartups 100

        """;

    private readonly LabProcess _process;
    private readonly string _folder;

    private SecureShellServer(LabProcess process, string folder) => (_process, _folder) = (process, folder);

    /// <summary>Starts one.</summary>
    /// <param name="lan">The LAN.</param>
    /// <param name="client">Where on it.</param>
    /// <param name="ownEtc">Whether who logs in finds a copy of /etc and an empty /run, so that nothing of this machine is changed.</param>
    public static async Task<SecureShellServer> StartAsync(BootLan lan, LanClient client, bool ownEtc = false)
    {
        var folder = Path.Combine(lan.Scratch, $"{client.Namespace}-ssh");
        Directory.CreateDirectory(Path.Combine(folder, "bin"));

        // sshd gives up its rights in it; the distribution's unit makes it at each start.
        Directory.CreateDirectory("/run/sshd");
        (await Tool.RunAsync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", Path.Combine(folder, "host")])).Succeeded();
        await File.WriteAllTextAsync(Path.Combine(folder, "config"), Config.Replace("FOLDER", folder, StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(folder, "authorized_keys"), string.Empty);
        var config = Path.Combine(folder, "config");
        if (ownEtc)
        {
            (await Tool.RunAsync("cp", ["-a", "/etc", folder])).Succeeded();
        }

        // A program in a network namespace has a table of mounts of its own already.
        var process = ownEtc
            ? client.Start(
                $"sshd-{client.Namespace}", "sh", "-c",
                $"mount --bind {folder}/etc /etc && mount -t tmpfs tmpfs /run && mkdir /run/sshd && exec /usr/sbin/sshd -D -e -f {config}")
            : client.Start($"sshd-{client.Namespace}", "/usr/sbin/sshd", "-D", "-e", "-f", config);
        await process.SeeAsync(TimeSpan.FromSeconds(60), "Server listening");
        return new SecureShellServer(process, folder);
    }

    /// <summary>A file of the server's own /etc.</summary>
    public string Etc(string name) => Path.Combine(_folder, "etc", name);

    /// <summary>Lets the owner of a key in.</summary>
    /// <param name="publicKey">The file of its public half.</param>
    public async Task AdmitAsync(string publicKey) =>
        await File.AppendAllTextAsync(Path.Combine(_folder, "authorized_keys"), await File.ReadAllTextAsync(publicKey));

    /// <summary>Puts a program there.</summary>
    /// <param name="name">How it is called.</param>
    /// <param name="text">What it does, in shell; <c>$HERE</c> is a folder of the server's own.</param>
    public async Task InstallAsync(string name, string text)
    {
        var file = Path.Combine(_folder, "bin", name);
        (await Tool.RunAsync("tee", [file], $"#!/bin/bash\nHERE={_folder}\n{text}\n")).Succeeded();
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
