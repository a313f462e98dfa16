using BootService.Core.Installers;
using BootService.Core.Profiles.Emit.Debian;
using BootService.Core.Profiles.Emit.Ignition;
using BootService.Core.Profiles.Emit.Ubuntu;
using BootService.Core.Profiles.Plans;

namespace BootService.Core.Profiles.Emit;

/// <summary>Puts plans into the words of one family of installers. Pure.</summary>
internal interface IAnswerWriter
{
    /// <summary>What a plan asks for that the family cannot mean, in the order of the plan; empty when it can be written.</summary>
    IEnumerable<ProfileFault> Check(InstallPlan plan);

    /// <summary>The files that the installer reads, the one it reads first before the others.</summary>
    IReadOnlyList<AnswerFile> Write(InstallPlan plan);

    /// <summary>What node files make, without reports and guards: the text inside <c>list host profile</c>.</summary>
    string WriteForPeople(InstallPlan plan);
}

/// <summary>Whose words an installer reads.</summary>
internal static class AnswerWriters
{
    /// <summary>The writer of an installer.</summary>
    public static IAnswerWriter Of(Installer installer) => installer switch
    {
        Installer.Anaconda anaconda => new AnacondaWriter(anaconda.Generation),
        Installer.Debian debian => new DebianWriter(debian),
        Installer.Ubuntu ubuntu => new UbuntuWriter(ubuntu),
        Installer.Ignition ignition => new IgnitionWriter(ignition),
        _ => throw new ArgumentOutOfRangeException(nameof(installer)),
    };
}
