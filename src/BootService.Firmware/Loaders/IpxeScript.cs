using BootService.Firmware.Http;
using BootService.Firmware.Tftp;
using BootService.Firmware.Wire;
using BootService.Protocols.Net;
using BootService.Protocols.Road;

namespace BootService.Firmware.Loaders;

/// <summary>A small interpreter of iPXE's script language: what boot scripts use of it, with labels, goto, <c>||</c> and <c>&amp;&amp;</c>.</summary>
internal sealed class IpxeScript
{
    private const int MostCommands = 100;
    private const int LongestSetting = 4096;

    private readonly Boot _boot;
    private readonly string[] _lines;
    private readonly Dictionary<string, string> _settings;
    private FetchedFile? _kernel;
    private FetchedFile? _initrd;
    private string _arguments = string.Empty;
    private BootStep? _lastFailure;
    private bool _ok;
    private int _at;

    private IpxeScript(Boot boot, string text)
    {
        _boot = boot;
        _lines = [.. text.Split('\n').Select(line => line.Trim())];
        var server = boot.Offer?.BootServer.ToString() ?? string.Empty;
        _settings = new(StringComparer.Ordinal)
        {
            ["net0/mac"] = boot.Machine.Mac.ToString(),
            ["mac"] = boot.Machine.Mac.ToString(),
            ["mac:hexhyp"] = boot.Machine.Mac.ToString("-"),
            ["net0/mac:hexhyp"] = boot.Machine.Mac.ToString("-"),
            ["ip"] = boot.Address.ToString(),
            ["net0/ip"] = boot.Address.ToString(),
            ["next-server"] = server,
            ["platform"] = boot.Persona.Dhcp.Architecture == 0 ? "pcbios" : "efi",
            ["uuid"] = boot.Machine.Uuid.ToString(),
        };
    }

    /// <summary>The steps of a script.</summary>
    public static IEnumerable<BootStep> Run(Boot boot, FetchedFile file) => new IpxeScript(boot, file.Text).Run();

    private IEnumerable<BootStep> Run()
    {
        for (var done = 0; _boot.End is null && done < MostCommands; done++)
        {
            if (_at >= _lines.Length)
            {
                // A script that comes to its end gives control back, as exit does.
                _boot.End = new BootEnd.Disk("the script ends, so iPXE returns to the firmware");
                yield break;
            }

            var line = _lines[_at++];
            if (line.Length == 0 || line[0] is '#' or ':')
            {
                continue;
            }

            foreach (var step in Line(line))
            {
                yield return step;
            }

            if (!_ok && _boot.End is null)
            {
                Stop($"the command \"{KernelLine.Words(line)[0]}\" failed, and the script ends there");
            }
        }

        if (_boot.End is null)
        {
            Stop("the script goes round and round");
        }
    }

    private IEnumerable<BootStep> Line(string line)
    {
        var words = KernelLine.Words(line);
        var begin = 0;
        var wanted = true;
        for (var at = 0; at <= words.Count && _boot.End is null; at++)
        {
            if (at < words.Count && words[at] is not ("||" or "&&"))
            {
                continue;
            }

            if (wanted)
            {
                // A setting that is not set leaves no word behind.
                foreach (var step in Command([.. words.Skip(begin).Take(at - begin).Select(Expand).Where(word => word.Length > 0)]))
                {
                    yield return step;
                }
            }

            wanted = at < words.Count && words[at] == "&&" == _ok;
            begin = at + 1;
        }
    }

    private IEnumerable<BootStep> Command(string[] words)
    {
        _ok = true;
        switch (words)
        {
            case ["kernel" or "imgload" or "initrd" or "chain" or "imgfetch" or "module", .. var rest]:
                return Fetch(words[0], [.. rest.Where(word => !word.StartsWith("--", StringComparison.Ordinal))]);
            case ["boot", ..] when _kernel is not null:
                return Installer.Run(_boot, _kernel, _initrd, _arguments);
            case ["boot", ..]:
                _ok = false;
                break;
            case ["imgfree", ..]:
                (_kernel, _initrd, _arguments) = (null, null, string.Empty);
                break;
            case ["goto", var label]:
                var found = Array.FindIndex(_lines, line => line == ":" + label);
                _ok = found >= 0;
                _at = _ok ? found + 1 : _at;
                break;
            case ["set", var name, .. var value] when string.Join(' ', value) is var text:
                _settings[name] = text.Length <= LongestSetting ? text : string.Empty;
                if (text.Length > LongestSetting)
                {
                    Stop($"the setting {name} grows beyond {LongestSetting} characters");
                }

                break;
            case ["isset", .. var value]:
                _ok = value.Length > 0;
                break;
            case ["iseq", var left, var right]:
                _ok = left == right;
                break;
            case ["exit" or "sanboot", ..]:
                _boot.End = new BootEnd.Disk($"the script says {string.Join(' ', words)}");
                break;
            case ["sleep", ..] when _lastFailure is not null:
                // The script waits and tries again for ever: a rehearsal has seen enough.
                Stop("the script waits and tries again");
                break;
            case ["echo" or "sleep" or "dhcp" or "ifopen" or "prompt" or "imgargs", ..]:
                break;
            default:
                Stop($"the command \"{words.FirstOrDefault()}\" is not known here");
                break;
        }

        return [];
    }

    private IEnumerable<BootStep> Fetch(string command, string[] words)
    {
        if (words is not [var url, .. var arguments])
        {
            _ok = false;
            yield break;
        }

        var step = StepFor(url);
        yield return step;
        _ok = step.File is not null;
        _lastFailure = _ok ? _lastFailure : step;
        if (step.File is not { } file)
        {
            yield break;
        }

        switch (command)
        {
            case "initrd" or "module":
                _initrd = file;
                break;
            case "chain":
                foreach (var next in LoadedProgram.Run(_boot, file, url))
                {
                    yield return next;
                }

                break;
            default:
                (_kernel, _arguments) = (file, string.Join(' ', arguments));
                break;
        }
    }

    private FileStep StepFor(string url)
    {
        if (url.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            return new HttpStep(HttpDialect.Ipxe, url, LoadedProgram.NameOf(url));
        }

        // A bare name is taken beside where the script came from, which for us is the server's TFTP root.
        var tftp = Uri.TryCreate(url, UriKind.Absolute, out var absolute) && absolute.Scheme == "tftp" ? absolute : null;
        var server = tftp is not null && Ipv4.TryParse(tftp.Host, null, out var named) ? named : _boot.Offer!.BootServer;
        return new TftpStep(TftpDialect.Ipxe, server, tftp?.AbsolutePath.TrimStart('/') ?? url);
    }

    private string Expand(string word)
    {
        for (var begin = word.IndexOf("${", StringComparison.Ordinal); begin >= 0; begin = word.IndexOf("${", begin, StringComparison.Ordinal))
        {
            var end = word.IndexOf('}', begin);
            if (end < 0)
            {
                break;
            }

            var value = _settings.GetValueOrDefault(word[(begin + 2)..end]) ?? string.Empty;
            word = word[..begin] + value + word[(end + 1)..];
            begin += value.Length;
        }

        return word;
    }

    private void Stop(string why)
    {
        var step = _lastFailure ?? new NoteStep(BootStage.Configuration, "iPXE script", StepVerdict.Failed, why);
        _boot.End = new BootEnd.Failed(step, step.Why is { } reason && _lastFailure is not null ? reason : why);
    }
}
