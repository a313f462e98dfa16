using System.Globalization;

namespace BootService.Load;

/// <summary>What came of a run.</summary>
internal sealed class LoadResult
{
    private readonly List<double> _milliseconds = [];

    /// <summary>Exchanges begun.</summary>
    public int Begun { get; set; }

    /// <summary>Machines that gave up after a second without an answer.</summary>
    public int Dropped { get; set; }

    /// <summary>DHCPNAKs.</summary>
    public int Refused { get; set; }

    /// <summary>Leases of an address that another machine has, or that was not offered.</summary>
    public int Wrong { get; set; }

    /// <summary>Answers nobody waited for any more.</summary>
    public int Late { get; set; }

    /// <summary>How long it all took.</summary>
    public TimeSpan Took { get; set; }

    /// <summary>Machines that have their lease.</summary>
    public int Leased => _milliseconds.Count;

    /// <summary>Takes note of a lease.</summary>
    public void Done(TimeSpan took) => _milliseconds.Add(took.TotalMilliseconds);

    /// <inheritdoc/>
    public override string ToString()
    {
        _milliseconds.Sort();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"begun\":{Begun},\"leased\":{Leased},\"seconds\":{Took.TotalSeconds:0.000},\"rate\":{Leased / Took.TotalSeconds:0.0},"
            + $"\"dropped\":{Dropped},\"refused\":{Refused},\"wrong\":{Wrong},\"late\":{Late},\"p50ms\":{At(0.5):0.000},\"p99ms\":{At(0.99):0.000}}}");
    }

    private double At(double share) => _milliseconds.Count == 0 ? 0 : _milliseconds[(int)(_milliseconds.Count * share)];
}
