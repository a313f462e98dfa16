using System.Runtime.InteropServices;
using System.Text.Json;
using BootService.Commands.Ports;
using BootService.Core.Access;
using BootService.Core.Hosts;
using BootService.Core.Installs;
using BootService.Core.Inventories;
using BootService.Core.Stores;

namespace BootService.Board;

/// <summary>What has changed for whoever looks.</summary>
/// <param name="Version">The version that the looker then has.</param>
/// <param name="IsAll">Whether <paramref name="Rows"/> are all there are: what is not among them is gone.</param>
/// <param name="Rows">Rows in JSON, in the order of hosts when they are all.</param>
/// <param name="Gone">Hosts that are no more.</param>
/// <param name="Heard">Hosts of which something was heard.</param>
/// <param name="Strangers">Whether something was heard of a machine that is no host.</param>
/// <param name="Site">Whether anything was changed by a commit, of hosts or of other things.</param>
internal sealed record BoardNews(
    long Version, bool IsAll, IReadOnlyList<ReadOnlyMemory<byte>> Rows, IReadOnlyList<string> Gone, IReadOnlyList<string> Heard, bool Strangers,
    bool Site);

/// <summary>
/// How every host stands, as rows that are made once and sent to whoever lacks them. A row is made anew when the host or its attempt has changed, when
/// something was heard of a host under way, and, because a step may be late, every few seconds while a host is under way. While nobody looks nothing is done.
/// </summary>
internal sealed class HostBoard(IAppliance appliance, IHostStates states, TimeProvider time)
{
    /// <summary>How often those under way are looked at although nothing is heard of them.</summary>
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(5);

    /// <summary>How many hosts that are gone are remembered; who has not looked for longer gets everything anew.</summary>
    private const int MostGone = 20_000;

    /// <summary>The appliance of frontends, which are no nodes.</summary>
    private const string Frontends = "frontend";

    private readonly Lock _lock = new();
    private readonly Dictionary<HostName, Line> _lines = [];
    private readonly Dictionary<HostName, long> _gone = [];
    private readonly Dictionary<HostName, long> _heard = [];
    private readonly HashSet<HostName> _dirty = [];
    private Inventory? _seen;
    private DateTimeOffset _looked = DateTimeOffset.MinValue;
    private long _version;
    private long _oldest;
    private long _site;
    private long _strangers;

    /// <summary>Changes with each run of the daemon: versions of another run mean nothing.</summary>
    public string Epoch { get; } = Guid.NewGuid().ToString("N")[..8];

    /// <summary>Something was heard of a host; of a machine that is none for null.</summary>
    public void Hear(string? host)
    {
        lock (_lock)
        {
            if (host is null)
            {
                _strangers = ++_version;
            }
            else if (HostName.TryParse(host, null, out var name))
            {
                _dirty.Add(name);
                _heard[name] = ++_version;
            }
        }
    }

    /// <summary>What has changed since a version; everything where the version is too old to tell.</summary>
    /// <param name="version">The version that the looker has; one below zero for none.</param>
    /// <param name="scope">The hosts that the looker may see. To whoever may not see all a commit is told as everything: a host can come into the scope, or
    /// leave it.</param>
    public BoardNews Since(long version, HostScope scope)
    {
        lock (_lock)
        {
            var isAll = version < _oldest || version > _version;
            Refresh(isAll);
            isAll |= !scope.IsAll && _site > version;
            var rows = isAll
                ? _seen!.HostsInOrder().Where(host => IsShown(host) && scope.Has(host)).Select(host => _lines[host.Name])
                : _lines.Values.Where(line => line.Version > version && scope.Has(line.Host)).OrderBy(line => line.Version);
            return new BoardNews(
                _version, isAll, [.. rows.Select(line => (ReadOnlyMemory<byte>)line.Json)],
                isAll ? [] : Newer(_gone, version, _ => scope.IsAll),
                isAll ? [] : Newer(_heard, version, name => _lines.TryGetValue(name, out var line) && scope.Has(line.Host)),
                scope.IsAll && (isAll || _strangers > version), isAll || _site > version);
        }
    }

    private static bool IsShown(Core.Hosts.Host host) => host.Appliance != Frontends;

    private static string[] Newer(Dictionary<HostName, long> versions, long than, Func<HostName, bool> isShown) =>
        [.. versions.Where(pair => pair.Value > than && isShown(pair.Key)).Select(pair => pair.Key.ToString())];

    private static bool IsUnderWay(InstallAttempt? attempt) => attempt is { MayInstall: true } or { State: AttemptState.Staged };

    private void Refresh(bool isAll)
    {
        var (now, current) = (time.GetUtcNow(), appliance.Current);
        var isDue = isAll || now - _looked >= Late || now < _looked;
        if (!isDue && _dirty.Count == 0 && ReferenceEquals(current, _seen))
        {
            return;
        }

        if (!ReferenceEquals(current, _seen))
        {
            _site = ++_version;
        }

        var shown = 0;
        foreach (var host in current.Hosts.Values.Where(IsShown))
        {
            shown++;
            ref var line = ref CollectionsMarshal.GetValueRefOrAddDefault(_lines, host.Name, out var isKnown);
            var attempt = current.AttemptOf(host.Name);
            var isSame = isKnown && ReferenceEquals(line.Host, host) && ReferenceEquals(line.Attempt, attempt);
            if (isSame && !(IsUnderWay(attempt) && (isDue || _dirty.Contains(host.Name))))
            {
                continue;
            }

            var json = JsonSerializer.SerializeToUtf8Bytes(BoardRow.Of(host, attempt, states.Of(current, host)), BoardJson.Default.BoardRow);
            line = isKnown && line.Json is { } before && json.AsSpan().SequenceEqual(before)
                ? line with { Host = host, Attempt = attempt }
                : new Line(json, ++_version, host, attempt);
            _gone.Remove(host.Name);
        }

        if (_lines.Count > shown)
        {
            Forget(current);
        }

        _dirty.Clear();
        (_seen, _looked) = (current, isDue ? now : _looked);
    }

    private void Forget(Inventory current)
    {
        foreach (var name in _lines.Keys.Where(name => current.HostOf(name) is not { } host || !IsShown(host)).ToArray())
        {
            _lines.Remove(name);
            _heard.Remove(name);
            _gone[name] = ++_version;
        }

        if (_gone.Count > MostGone)
        {
            _gone.Clear();
            _oldest = _version;
        }
    }

    private readonly record struct Line(byte[] Json, long Version, Core.Hosts.Host Host, InstallAttempt? Attempt);
}
