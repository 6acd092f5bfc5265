"""English: how a person is named in the notes of a study."""

from __future__ import annotations

from impactmap.wording.forms import listed
from impactmap.wording.terms import Table

HONORIFICS = Table(
    listed("""
        Mr, Mrs, Ms, Dr, Prof, Professor, Sir, Madam, Sister, Nurse, Frau, Herr, Mme, Señora
        """)
)
# First names from many countries, none of which is an English word, a month, a firm or an assistant: no Will, Mark,
# May, Chase or Alexa.
GIVEN_NAMES = Table(
    listed("""
        Aaron, Abdul, Abigail, Adam, Aisha, Ahmed, Aiko, Akira, Alan, Albert, Alejandro, Alex, Alexander, Alice,
        Alicia, Ali, Alison, Amanda, Amina, Amir, Amy, Ana, Anastasia, Andrea, Andrew, Angela, Anita, Anja, Anjali,
        Ann, Anna, Anne, Annika, Anthony, Antonio, Arjun, Arthur, Ashley, Astrid, Barbara, Beatrice, Ben, Benjamin,
        Bernd, Beth, Birgit, Bob, Boris, Brenda, Brian, Carla, Carlos, Carmen, Caroline, Catherine, Charles,
        Charlotte, Chen, Chiara, Chris, Christina, Christine, Christopher, Claire, Clara, Claudia, Craig, Cynthia,
        Daniel, Danielle, David, Deborah, Denise, Dennis, Diana, Diego, Dieter, Dmitri, Donald, Dora, Doris,
        Dorothy, Edward, Elena, Eleanor, Eli, Elizabeth, Ella, Ellen, Emily, Emma, Eric, Erik, Esther, Eva, Fatima,
        Fernando, Fiona, Francesca, Francisco, Friedrich, Gabriel, Gary, George, Gerald, Giulia, Gregory, Hannah,
        Hans, Harold, Hassan, Heather, Heidi, Helen, Helga, Henry, Hiroshi, Ibrahim, Igor, Ingrid, Irene, Isabel,
        Isabella, Ivan, Jacob, James, Jan, Jane, Janet, Jasmine, Jason, Javier, Jean, Jeff, Jennifer, Jens, Jessica,
        Joan, Joe, Johan, John, Jonathan, Jorge, Jose, José, Joseph, Joshua, Juan, Judith, Julia, Julie, Jürgen,
        Karen, Karin, Karl, Kate, Katherine, Kathleen, Katja, Keith, Kelly, Kenneth, Kenji, Kevin, Khadija, Kumar,
        Kwame, Kyle, Lara, Larry, Laura, Lauren, Leila, Leo, Linda, Lisa, Louis, Louise, Lucia, Lucy, Luis, Lukas,
        Magdalena, Manuel, Marco, Margaret, Maria, María, Marie, Marina, Mario, Marta, Martha, Martin, Mary,
        Matthew, Maya, Megan, Mei, Melanie, Melissa, Michael, Michelle, Miguel, Mohamed, Mohammed, Monica, Monika,
        Muhammad, Nadia, Nancy, Natalia, Natalie, Nathan, Nicholas, Nicole, Nikolai, Nina, Noah, Nora, Oksana, Olga,
        Oliver, Olivia, Omar, Otto, Pablo, Pamela, Patricia, Patrick, Paul, Paula, Pedro, Peter, Petra, Philip,
        Pierre, Priya, Rachel, Rafael, Rahul, Raj, Ralph, Ravi, Raymond, Rebecca, Renata, Richard, Robert, Roberto,
        Roger, Ronald, Rosa, Ruth, Ryan, Sabine, Samantha, Samuel, Sandra, Sanjay, Sara, Sarah, Scott, Sebastian,
        Sergei, Sharon, Sheila, Shirley, Simon, Sofia, Sophia, Sophie, Stefan, Stefanie, Stephanie, Stephen, Steve,
        Steven, Susan, Susanne, Sven, Svetlana, Tamara, Tanja, Tatiana, Teresa, Theresa, Thomas, Tim, Timothy,
        Tobias, Tom, Tomasz, Tracy, Ulrike, Ursula, Valentina, Vanessa, Vera, Victoria, Vincent, Vladimir, Walter,
        Wei, William, Wolfgang, Xavier, Yasmin, Yolanda, Yuki, Yusuf, Yvonne, Zahra, Zoe
        """)
)
SPEECH = Table(
    listed("""
        said, says, told, tells, explained, explains, mentioned, reported, recalled, complained, replied, answered,
        added, admitted, described, noted, asked, laughed, sighed, wrote, writes, kept, showed
        """)
)
# What stands before the name of somebody who took part.
NAME_CUES = Table(
    listed("""
        interview with, interviewed, participant, respondent, interviewee, according to, spoke with, spoke to,
        talked to, talked with, met, visited, observed, call with, session with, quote from, named, called, my name
        is, I am, I'm, thanks to, by, from, ask, asked, tester, subject
        """)
)
# What stands before a phone number, or another one by which a person is known.
PHONE_CUES = Table(
    listed("""
        phone, phone number, tel, telephone, mobile, mobile number, cell, call, call me, call me at, call me on, ring,
        ring me on, text me at, text me on, number is, phone number is, WhatsApp, WhatsApp is, fax, reach me at,
        SSN, SSN is, social security number, social security number is
        """)
)
