namespace BootService.Core.Tests.Profiles;

/// <summary>
/// A system that was just put on a disk, for the last scripts of installers: this machine's own under a layer that is thrown away, in a mount namespace of
/// its own and without a network. Programs that would reach out, apt, systemd and curl, write down what they are told.
/// </summary>
internal sealed class NewSystem : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bootservice-late-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Runs a script as the installer would, then a look at what it left in the new system.</summary>
    /// <param name="script">The script.</param>
    /// <param name="look">Shell that runs in the new system; what is told lies there in /tmp/told and /tmp/reported.</param>
    /// <param name="broken">A program of the new system that fails whatever it is told; null for none.</param>
    public (int Exit, string Output) Run(string script, string look, string? broken = null)
    {
        var target = $"{_folder}/target";
        File.WriteAllText(Path.Combine(_folder, "late"), script
            .Replace("/target", target, StringComparison.Ordinal).Replace("/tmp/stack-", $"{_folder}/stack-", StringComparison.Ordinal)
            .Replace(". /lib/chroot-setup.sh", "chroot_setup() { :; }; chroot_cleanup() { :; }", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(_folder, "look"), look);
        var programs = ((string[])["bin/apt-get", "bin/systemctl", "bin/dpkg-query", "sbin/update-grub"])
            .Select(name => Program($"{target}/usr/{name}", $"echo \"{Path.GetFileName(name)} $*\" >> /tmp/told; echo 'installed '"))
            .Append(Program($"{target}/usr/bin/curl", "sed 's/\"//g; s/^/curl /' >> /tmp/told"))
            .Append(Program($"{_folder}/stack-report", $"echo \"$STACK_URL\" >> {target}/tmp/reported"))
            .Concat(broken is null ? [] : [Program($"{target}/usr/{(broken == "useradd" ? "sbin" : "bin")}/{broken}", "exit 100")]);
        var (exit, output, errors) = Tool.Ask("unshare", ["-m", "-n", "sh", "-c", $$"""
            mount -t tmpfs none /mnt && mkdir {{_folder}}/layer && mount -t tmpfs none {{_folder}}/layer || exit 99
            mkdir {{target}} {{_folder}}/layer/upper {{_folder}}/layer/work
            mount -t overlay overlay -o lowerdir=/,upperdir={{_folder}}/layer/upper,workdir={{_folder}}/layer/work {{target}} || exit 99
            mount -t tmpfs none {{target}}/tmp && mount --rbind /dev {{target}}/dev || exit 99
            mkdir -p {{target}}/etc/apt/sources.list.d {{target}}/etc/network {{target}}/etc/systemd/network {{target}}/etc/netplan
            curtin() { while [ "$1" != -- ]; do shift; done; shift; chroot {{target}} "$@"; }
            {{string.Concat(programs)}}(. {{_folder}}/late)
            code=$?
            cp {{_folder}}/look {{target}}/tmp/look
            chroot {{target}} sh /tmp/look
            [ $code = 0 ] || cat {{_folder}}/stack-late.log >&2
            exit $code
            """]);
        Directory.Delete(Path.Combine(_folder, "target"));
        Directory.Delete(Path.Combine(_folder, "layer"));
        return (exit, output + errors);
    }

    private static string Program(string path, string body) => $"rm -f {path}\ncat > {path} << 'PROGRAM'\n#!/bin/sh\n{body}\nPROGRAM\nchmod 755 {path}\n";
}
