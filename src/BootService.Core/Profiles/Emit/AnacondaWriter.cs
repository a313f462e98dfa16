using System.Text;
using BootService.Core.Installers;
using BootService.Core.Profiles.Plans;

namespace BootService.Core.Profiles.Emit;

/// <summary>Writes kickstarts. Node files are in kickstart's words, so that there is nothing it could not mean.</summary>
internal sealed class AnacondaWriter(AnacondaGeneration generation) : IAnswerWriter
{
    /// <summary>Characters the base nodes and a page of a site's own come to.</summary>
    private const int UsualLength = 16_384;

    public IEnumerable<ProfileFault> Check(InstallPlan plan) => [];

    public IReadOnlyList<AnswerFile> Write(InstallPlan plan)
    {
        using var text = NewText();
        new KickstartWriter(text).WriteForInstaller(plan, generation);
        return [new AnswerFile(AnswerNames.Kickstart, text.ToString())];
    }

    public string WriteForPeople(InstallPlan plan)
    {
        using var text = NewText();
        new KickstartWriter(text).WriteForPeople(plan, generation);
        return text.ToString();
    }

    private static StringWriter NewText() => new(new StringBuilder(UsualLength)) { NewLine = "\n" };
}
