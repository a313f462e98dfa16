using System.Text;
using BootService.Core.Boot;
using BootService.Core.Stores;
using BootService.Files;
using BootService.Protocols.Net;

namespace BootService.Boot;

/// <summary>The boot root put together: configurations rendered for one machine, and the files as they lie. What a name means is <see cref="BootAnswer"/>'s
/// to say.</summary>
internal sealed class BootRoot(IAppliance appliance, BootLibrary library, BootAskers askers, BootConsequences consequences) : IBootFiles
{
    public BootFile Find(ReadOnlySpan<char> name, Ipv4 requester, Ipv4 asked)
    {
        var now = askers.Moment;
        var answer = BootAnswer.For(name, askers.Of(requester, asked, now), appliance.Current, now.Wall);
        var found = answer switch
        {
            BootAnswer.Configuration configuration => new BootFile.Rendered(Encoding.UTF8.GetBytes(configuration.Text)),
            BootAnswer.Refused refused => new BootFile.Refused(refused.Why),
            BootAnswer.Missing missing => new BootFile.Missing(missing.Why),
            _ => library.Find(name),
        };
        return answer.Effects is { } effects ? found with { Effects = effects } : found;
    }

    public void Sent(BootFile file, TimeSpan took)
    {
        if (file.Effects is { } effects)
        {
            consequences.CarryOut(effects, took);
        }
    }
}
